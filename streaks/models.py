"""Reading days: what was read, how many days running, and the story of the day for everybody."""

from datetime import date
from typing import ClassVar, TypedDict

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from books.models import Book, Visibility
from storyforge_site.accounts.models import User
from storyforge_site.lib.choices import Language
from storyforge_site.lib.clock import now
from storyforge_site.lib.ids import PrefixedIdField
from streaks.days import Last, LocalMoment


class DailyStreak(models.Model):
    """How many days running a reader has read. What a day is, and when one is new, stands in `streaks/days.py`."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="streak"
    )
    current_streak = models.PositiveIntegerField(default=0)
    longest_streak = models.PositiveIntegerField(default=0)
    total_days = models.PositiveIntegerField(default=0)
    last_read_date = models.DateField(null=True, blank=True, help_text=_("the last day that counted"))
    counted_at = models.DateTimeField(null=True, blank=True, help_text=_("the moment when it did"))
    counted_time_zone = models.CharField(max_length=64, blank=True, help_text=_("where the reader was then"))
    last_sitting_at = models.DateTimeField(null=True, blank=True, help_text=_("it need not have counted a day"))
    last_sitting_time_zone = models.CharField(max_length=64, blank=True, help_text=_("where the reader was then"))
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(longest_streak__gte=F("current_streak")), name="streak_longest_is_longest"
            ),
            models.CheckConstraint(
                condition=Q(total_days__gte=F("longest_streak")), name="streak_total_covers_longest"
            ),
            models.CheckConstraint(
                condition=Q(last_read_date__isnull=True, counted_at__isnull=True, last_sitting_at__isnull=True)
                | Q(last_read_date__isnull=False, counted_at__isnull=False, last_sitting_at__isnull=False),
                name="streak_last_day_has_its_moments",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.current_streak}"

    @property
    def last(self) -> Last | None:
        if self.last_read_date is None or self.counted_at is None or self.last_sitting_at is None:
            return None
        return Last(
            self.last_read_date,
            counted=LocalMoment(self.counted_at, self.counted_time_zone),
            sitting=LocalMoment(self.last_sitting_at, self.last_sitting_time_zone),
        )


class ReadingDay(TypedDict):
    local_date: date
    books: int
    seconds: int


class ReadingLogQuerySet(models.QuerySet["ReadingLog"]):
    def owned_by(self, user: User) -> "ReadingLogQuerySet":
        return self.filter(user=user)

    def days(self, first: date, last: date) -> list[ReadingDay]:
        """A row a day that was read between two dates, in one query. A book deleted since still counts as one."""
        of_days = self.filter(local_date__range=(first, last)).values("local_date").order_by("local_date")
        return [
            ReadingDay(local_date=row["local_date"], books=row["books"], seconds=row["seconds"])
            for row in of_days.annotate(
                books=Count(Coalesce("book_id", "id"), distinct=True), seconds=Sum("reading_time")
            )
        ]


class ReadingLog(models.Model):
    """One sitting with one book. `local_date` is the reading day it belongs to (`days.reading_day`)."""

    id = PrefixedIdField("read")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reading_logs")
    book = models.ForeignKey("books.Book", on_delete=models.SET_NULL, null=True, related_name="reading_logs")
    reading_time = models.PositiveIntegerField(default=0, help_text=_("seconds"))
    completed = models.BooleanField(default=False)
    local_date = models.DateField()
    created_at = models.DateTimeField(default=now, editable=False)

    objects = ReadingLogQuerySet.as_manager()

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
    tries = models.PositiveSmallIntegerField(default=0, help_text=_("how often making it was begun"))
    reviewed_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text=_("when staff let its book out, or took it back")
    )

    class Meta:
        verbose_name = _("daily story")
        verbose_name_plural = _("daily stories")
        ordering = ("-date", "language")
        permissions = (
            ("plan_dailystory", "Can plan daily stories and choose others"),
            ("review_dailystory", "Can let daily stories out and take them back"),
        )
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["date", "language"], name="daily_story_one_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.language}: {self.topic}"

    @property
    def waits_for_staff(self) -> bool:
        """Its book is out of sight until somebody has looked at it (`DAILY_STORY_REVIEW`)."""
        is_hidden = self.book is not None and self.book.visibility == Visibility.PRIVATE
        return settings.DAILY_STORY_REVIEW and is_hidden and self.reviewed_at is None

    @property
    def open_book(self) -> Book | None:
        """Its book, once everybody may read it; staff withdraw one by making it private."""
        book = self.book
        is_open = book is not None and book.published_at is not None and book.visibility == Visibility.PUBLIC
        return book if is_open else None
