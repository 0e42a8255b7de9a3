"""Heroes a family keeps: words a parent wrote, and the sheet every picture is drawn from."""

from typing import ClassVar

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from characters.looks import in_one_line
from storyforge_site.accounts.models import User
from storyforge_site.lib.choices import Gender
from storyforge_site.lib.clock import now
from storyforge_site.lib.ids import PrefixedIdField
from storyforge_site.lib.wastebasket import Discardable, WastebasketQuerySet


class CharacterQuerySet(WastebasketQuerySet["Character"]):
    def owned_by(self, user: User) -> "CharacterQuerySet":
        return self.kept().filter(user=user)

    def presets(self) -> "CharacterQuerySet":
        return self.filter(preset_key__isnull=False).order_by("preset_key")


class Character(Discardable):
    id = PrefixedIdField("char")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="characters")
    name = models.CharField(_("name"), max_length=40)
    kind = models.CharField(_("kind"), max_length=24, blank=True, help_text=_("child, dragon, rabbit, …"))
    gender = models.CharField(_("gender"), max_length=8, choices=Gender, default=Gender.NEUTRAL)
    master_description = models.CharField(_("description"), max_length=400, blank=True)
    appearance = models.JSONField(default=dict, blank=True)
    clothing = models.JSONField(default=dict, blank=True)
    personality_traits = models.JSONField(default=list, blank=True)
    visual_style_notes = models.CharField(max_length=400, blank=True)
    sheet = models.JSONField(default=dict, blank=True, help_text=_("as drawn; reused by every book"))
    portrait_key = models.CharField(max_length=200, blank=True, editable=False, help_text=_("a picture of the sheet"))
    preset_key = models.CharField(max_length=24, unique=True, null=True, blank=True, editable=False)
    names = models.JSONField(default=dict, blank=True, help_text=_("a preset's name by language"))
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CharacterQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-created_at"], name="character_user_newest"),
            models.Index(
                fields=["thrown_away_at"], condition=Q(thrown_away_at__isnull=False), name="character_in_wastebasket"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def name_in(self, language: str) -> str:
        """A preset has a name in every language."""
        return str(self.names.get(language) or self.name)

    def looks(self) -> str:
        """Everything said about the looks, as one line of words."""
        return in_one_line(self.master_description, self.appearance, self.clothing, self.visual_style_notes)

    def texts(self) -> list[str]:
        """Everything somebody wrote."""
        parts = [*self.appearance.values(), *self.clothing.values()]
        return [self.name, self.master_description, self.visual_style_notes, *parts, *self.personality_traits]

    @property
    def portrait_url(self) -> str | None:
        return default_storage.url(self.portrait_key) if self.portrait_key else None
