"""Every verdict on something a family wrote or we made: who gave it, by which policy, with which scores.

What was judged is not kept, but for what nobody was sure about: that waits for a grown-up of ours, out of the
family's sight, and goes once they have decided. A photo of a family's is never kept, so nobody can decide about it.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from storyforge_site.accounts.models import User
from storyforge_site.lib.choices import AgeBand
from storyforge_site.lib.clock import now


class What(models.TextChoices):
    WISH = "wish", _("a wish for a book, with its names")
    FEEDBACK = "feedback", _("what a family says about a page")
    CHARACTER = "character", _("somebody's looks and name")
    PHOTO = "photo", _("a photo")
    STORY = "story", _("a story")
    PAGE = "page", _("the words of one page")
    PICTURE = "picture", _("a picture")
    STUDIO_INPUT = "studio_input", _("what the studio asked for")
    STUDIO_OUTPUT = "studio_output", _("what the studio was given")


class Decision(models.TextChoices):
    NONE = "", _("not decided")
    FIT = "fit", _("fit for children")
    UNFIT = "unfit", _("not fit")


class VerdictQuerySet(models.QuerySet["ModerationVerdict"]):
    def owned_by(self, user: User) -> "VerdictQuerySet":
        return self.filter(user=user)

    def waiting(self) -> "VerdictQuerySet":
        """What staff can look at and have not decided."""
        return self.filter(outcome="review", decision=Decision.NONE).exclude(kept_text="", picture_key="")

    def decided(self) -> "VerdictQuerySet":
        return self.exclude(decision=Decision.NONE)


class ModerationVerdict(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # A verdict outlives a book that the family throws away; it goes with the family.
    job = models.ForeignKey("books.Job", on_delete=models.SET_NULL, null=True, blank=True, related_name="verdicts")
    page_number = models.PositiveSmallIntegerField(null=True, blank=True)
    what = models.CharField(max_length=16, choices=What)
    provider = models.CharField(max_length=40, blank=True)
    model = models.CharField(max_length=80, blank=True)
    policy = models.CharField(max_length=40)
    outcome = models.CharField(max_length=8, choices=[(name, name) for name in ("pass", "review", "block")])
    categories = models.JSONField(default=dict, blank=True, help_text="what was worrying")
    scores = models.JSONField(default=dict, blank=True, help_text="all that was looked for, from 0 to 1")
    target_age = models.CharField(max_length=8, choices=AgeBand)
    language = models.CharField(max_length=8, blank=True)
    mark = models.CharField(max_length=64, help_text="keyed hash of what was judged: tells the same from another")
    kept_text = models.TextField(blank=True, help_text="while staff have not decided")
    picture_key = models.CharField(max_length=200, blank=True, help_text="while staff have not decided")
    decision = models.CharField(max_length=8, choices=Decision, default=Decision.NONE, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-created_at"], name="verdict_user_newest"),
            models.Index(fields=["created_at"], condition=Q(outcome="review", decision=""), name="verdict_queue"),
            models.Index(fields=["mark"], condition=~Q(decision=""), name="verdict_decided_mark"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["job", "what", "page_number", "mark", "outcome"],
                condition=Q(job__isnull=False, page_number__isnull=False),
                name="verdict_once_a_page",
            ),
            models.UniqueConstraint(
                fields=["job", "what", "mark", "outcome"],
                condition=Q(job__isnull=False, page_number__isnull=True),
                name="verdict_once_a_job",
            ),
            models.CheckConstraint(
                condition=Q(decision="") | Q(decided_at__isnull=False, kept_text="", picture_key=""),
                name="verdict_decided_keeps_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what}: {self.outcome}"
