"""The story of the day: one theme and topic for everybody, and one shared book in each language.

Nobody pays for it. It is one book however many read it: a credit asked of whoever comes first would be unfair, and
all the others would wait for somebody to pay. What it may cost the house is bounded instead: by the day's budget,
by one book a day and language, and by `MAX_TRIES` where making it fails.
"""

import logging
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import transaction

from books import services as books
from books.models import Job, JobKind, JobStatus, Visibility
from books.spec import BookSpec
from books.spending import budget_exhausted
from storyforge_site.accounts.models import User
from storyforge_site.lib.choices import AgeBand, Language, Style
from storyforge_site.lib.errors import Code, StoryforgeError
from streaks.days import local_date
from streaks.models import DailyStory, DailyTheme

log = logging.getLogger(__name__)

MAX_TRIES = 3
_TOPICS = Path(__file__).parent / "daily_topics.toml"
_WEEK = tuple(DailyTheme)  # Monday to Sunday
_STYLES = tuple(Style)
# A date begins first at UTC+14, fourteen hours before it begins in UTC. The schedule runs at nine, an hour earlier.
_AHEAD = timedelta(hours=15)


@dataclass(frozen=True, slots=True)
class Making:
    """How the making of a story stands. A finished one may have lost its job, and one that staff have still to look at
    shows nobody its own."""

    job_id: str | None
    status: str


def plan_daily_stories(first: date, days: int) -> int:
    """Write a row a day and language where there is none yet; how many were written.

    The theme follows the weekday and the topic the week, so the plan is the same wherever it is made.
    """
    rows = [
        story_without_row(day, language)
        for day in (first + timedelta(days=offset) for offset in range(days))
        for language in Language.values
    ]
    before = DailyStory.objects.count()
    DailyStory.objects.bulk_create(rows, ignore_conflicts=True)
    return DailyStory.objects.count() - before


def story_of(day: date, language: str) -> DailyStory:
    """The story of one day: as it was planned, and staff may have changed it, or as it would be planned."""
    planned = DailyStory.objects.select_related("book").filter(date=day, language=language).first()
    return planned or story_without_row(day, language)


def story_without_row(day: date, language: str) -> DailyStory:
    return DailyStory(date=day, language=language, theme=theme_of(day), topic=topic_of(day, language))


def theme_of(day: date) -> DailyTheme:
    return _WEEK[day.weekday()]


def topic_of(day: date, language: str) -> str:
    topics = topics_of(theme_of(day), language)
    return topics[day.toordinal() // 7 % len(topics)]


def topics_of(theme: DailyTheme, language: str) -> Sequence[str]:
    return _topics()[theme][language]


def make_due(moment: datetime) -> None:
    """Have made what every reader meets next: the day about to begin first on Earth, and today where it is missing."""
    for day in sorted({local_date(moment, "UTC"), local_date(moment + _AHEAD, "UTC")}):
        for language in Language.values:
            try:
                make(day, language)
            except StoryforgeError as refusal:  # the other languages are still worth asking for
                log.warning("no story of %s in %s: %s", day, language, refusal)


@transaction.atomic
def make(day: date, language: str) -> Making:
    """See that a day's story is being made; said by ten at once, one job is begun.

    Raises BUDGET_EXHAUSTED when today's money or the story's tries are spent, NOT_FOUND when staff withdrew it.
    """
    planned = {"theme": theme_of(day), "topic": topic_of(day, language)}
    DailyStory.objects.get_or_create(date=day, language=language, defaults=planned)
    # Under the row's lock: whoever comes second finds the first one's job.
    story = DailyStory.objects.select_for_update().get(date=day, language=language)
    making = _as_it_stands(story)
    if making:
        return making
    if story.tries >= MAX_TRIES:
        raise budget_exhausted(f"{story} failed {story.tries} times")
    books.require_budget(User.objects.house())
    visibility = Visibility.PRIVATE if settings.DAILY_STORY_REVIEW else Visibility.PUBLIC
    job = books.order_house_book(_spec(story), visibility=visibility)
    story.reviewed_at = None
    story.book = job.book
    story.tries += 1
    story.save(update_fields=["book", "tries", "reviewed_at"])
    job.wake()
    return Making(None if story.waits_for_staff else job.pk, job.status)


def _as_it_stands(story: DailyStory) -> Making | None:
    """None where there is nothing yet, or nothing any more because its job failed."""
    book = story.book
    if book is None:
        return None
    job = Job.objects.filter(book=book, kind=JobKind.BOOK).first()  # the newest
    if story.waits_for_staff:
        is_coming = book.published_at is not None or (job is not None and job.is_open)
        return Making(None, JobStatus.RUNNING) if is_coming else None
    if book.visibility != Visibility.PUBLIC:
        raise StoryforgeError(Code.NOT_FOUND, f"{story} was withdrawn")
    if book.published_at:
        return Making(job.pk if job else None, JobStatus.DONE)
    return Making(job.pk, job.status) if job and job.is_open else None


def _spec(story: DailyStory) -> BookSpec:
    """In another style each day, so that a topic that comes again looks new."""
    return BookSpec(
        topic=story.topic,
        theme=story.theme,
        language=story.language,
        target_age=AgeBand.EARLY,
        style=_STYLES[story.date.toordinal() % len(_STYLES)],
    )


@cache
def _topics() -> dict[str, dict[str, list[str]]]:
    with _TOPICS.open("rb") as file:
        return tomllib.load(file)
