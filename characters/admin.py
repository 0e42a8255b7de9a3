from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from characters.models import Character
from characters.services import LOOKS
from storyforge_site.accounts.desk import Figure, shows_of_person
from storyforge_site.accounts.models import User
from storyforge_site.lib.admin import StaffAdmin


@admin.register(Character)
class CharacterAdmin(StaffAdmin):
    ids: ClassVar = {"char": "pk", "user": "user"}
    person = "user"
    words = ("name", "preset_key")
    list_display = ("small_portrait", "name", "kind", "user", "preset_key", "created_at")
    list_display_links = ("small_portrait", "name")
    list_filter = ("gender", ("preset_key", admin.EmptyFieldListFilter))
    list_select_related = ("user",)
    readonly_fields = ("portrait", "id", "preset_key", "sheet", "created_at", "updated_at")
    autocomplete_fields = ("user",)

    def get_fields(self, request: HttpRequest, obj: Character | None = None) -> Any:
        rest = [name for name in super().get_fields(request, obj) if name != "portrait"]
        return ["portrait", *rest]

    @admin.display(description=_("portrait"))
    def portrait(self, row: Character) -> SafeString | str:
        return _picture(row, 256)

    @admin.display(description=_("portrait"))
    def small_portrait(self, row: Character) -> SafeString | str:
        return _picture(row, 48)

    def save_model(self, request: HttpRequest, obj: Character, form: Any, change: bool) -> None:
        """As for families: other looks want a new sheet."""
        before = Character.objects.filter(pk=obj.pk).first()
        if before and any(getattr(before, field) != getattr(obj, field) for field in LOOKS):
            obj.sheet = {}
        super().save_model(request, obj, form, change)


def _picture(row: Character, side: int) -> SafeString | str:
    if not row.portrait_url:
        return "–"
    picture = '<img class="portrait" src="{}" alt="{}" width="{}" height="{}" loading="lazy">'
    return format_html(picture, row.portrait_url, row.looks() or row.name, side, side)


@shows_of_person("characters.view_character", place=50)
def heroes_of(person: User) -> Iterator[Figure]:
    count = Character.objects.owned_by(person).count()
    yield Figure(_("heroes"), count, f"{reverse('admin:characters_character_changelist')}?q={person.pk}")
