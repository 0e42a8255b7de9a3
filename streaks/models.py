"""Reading days: what was read, how many days running, and the story of the day for everybody."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from storyforge_site.lib.choices import Language
from storyforge_site.lib.clock import now
from storyforge_site.lib.ids import PrefixedIdField


class DailyStreak(models.Model):
    """How many days running a reader has read. A day is a day in the reader's own time zone."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="streak"
    )
    current_streak = models.PositiveIntegerField(default=0)
    longest_streak = models.PositiveIntegerField(default=0)
    total_days = models.PositiveIntegerField(default=0)
    last_read_date = models.DateField(null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(longest_streak__gte=F("current_streak")), name="streak_longest_is_longest"
            ),
            models.CheckConstraint(
                condition=Q(total_days__gte=F("longest_streak")), name="streak_total_covers_longest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.current_streak}"


class ReadingLog(models.Model):
    """One sitting with one book. `local_date` is the reader's day when it happened."""

    id = PrefixedIdField("read")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reading_logs")
    book = models.ForeignKey("books.Book", on_delete=models.SET_NULL, null=True, related_name="reading_logs")
    reading_time = models.PositiveIntegerField(default=0, help_text=_("seconds"))
    completed = models.BooleanField(default=False)
    local_date = models.DateField()
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["user", "local_date"], name="reading_user_day")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.local_date}"


class DailyTheme(models.TextChoices):
    """The seven themes, Monday to Sunday. Topics stand in `streaks/daily_topics.toml`."""

    FRIENDSHIP = "friendship", _("Friendship")
    COURAGE = "courage", _("Courage")
    KINDNESS = "kindness", _("Kindness")
    CURIOSITY = "curiosity", _("Curiosity")
    NATURE = "nature", _("Nature")
    FAMILY = "family", _("Family")
    DREAMS = "dreams", _("Dreams")


class DailyStory(models.Model):
    """One theme and topic a day and language, the same for everyone; its book is shared when it is made."""

    date = models.DateField()
    language = models.CharField(max_length=8, choices=Language)
    theme = models.CharField(max_length=16, choices=DailyTheme)
    topic = models.CharField(max_length=200)
    book = models.ForeignKey(
        "books.Book", on_delete=models.SET_NULL, null=True, blank=True, related_name="daily_stories"
    )

    class Meta:
        verbose_name_plural = _("daily stories")
        ordering = ("-date", "language")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["date", "language"], name="daily_story_one_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.language}: {self.topic}"
