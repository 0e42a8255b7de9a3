"""What staff do about stories of the day: plan them, look at them, choose others, let them out or take them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from books import services as books
from books.models import Book, Job, JobKind, Visibility
from storyforge_site.accounts.models import User
from storyforge_site.lib.choices import Language
from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import Code, FieldError, StoryforgeError
from storyforge_site.lib.stafflog import write_down
from streaks import daily
from streaks.days import local_date
from streaks.models import DailyStory

AHEAD = 14  # days that staff look at
_FIRST_ON_EARTH = timedelta(hours=14)


class State(models.TextChoices):
    UNPLANNED = "unplanned", gettext_lazy("Not planned")
    PLANNED = "planned", gettext_lazy("Planned")
    MAKING = "making", gettext_lazy("Being made")
    WAITING = "waiting", gettext_lazy("Waits for a look")
    READY = "ready", gettext_lazy("Ready")
    WITHDRAWN = "withdrawn", gettext_lazy("Taken back")
    FAILED = "failed", gettext_lazy("Failed")


@dataclass(frozen=True, slots=True)
class Standing:
    story: DailyStory
    state: State


def ahead() -> list[Standing]:
    """Today and the days to come, in every language: as planned, or as they would be."""
    first = now().date()
    dates = [first + timedelta(days=number) for number in range(AHEAD)]
    rows = DailyStory.objects.select_related("book").filter(date__range=(dates[0], dates[-1]))
    planned = {(row.date, row.language): row for row in rows}
    stories = [
        planned.get((day, language)) or daily.story_without_row(day, language)
        for day in dates
        for language in Language.values
    ]
    making = _being_made(stories)
    return [Standing(story, state_of(story, is_being_made=story.book_id in making)) for story in stories]


def state_of(story: DailyStory, *, is_being_made: bool) -> State:
    book = story.book
    if story._state.adding:
        return State.UNPLANNED
    if book is None:
        return State.PLANNED
    if book.published_at is None:
        return State.MAKING if is_being_made else State.FAILED
    if story.waits_for_staff:
        return State.WAITING
    return State.READY if book.visibility == Visibility.PUBLIC else State.WITHDRAWN


def state_now(story: DailyStory) -> State:
    return state_of(story, is_being_made=story.book_id in _being_made([story]))


def may_be_replaced(story: DailyStory) -> bool:
    """Until its day begins anywhere."""
    return story.date > local_date(now() + _FIRST_ON_EARTH, "UTC")


def plan_ahead() -> int:
    """The rows that are missing; how many were written."""
    return daily.plan_daily_stories(now().date(), AHEAD)


@transaction.atomic
def make(by: User, story: DailyStory, *, reason: str) -> None:
    """Raises BUDGET_EXHAUSTED, or NOT_FOUND for one that was taken back."""
    daily.make(story.date, story.language)
    write_down(by, story, f"Had its book begun. {reason}")


def replace(by: User, story: DailyStory, *, theme: str, topic: str, reason: str) -> None:
    """Another theme or topic, or the same told anew: a book it has goes. Raises VALIDATION once its day has begun."""
    with transaction.atomic():
        held = _held(story)
        if not may_be_replaced(held):
            raise _refused(_("Its day has begun. Take it back instead."))
        before = held.book
        held.theme, held.topic, held.book, held.tries, held.reviewed_at = theme, topic, None, 0, None
        held.save(update_fields=["theme", "topic", "book", "tries", "reviewed_at"])
        write_down(by, held, f"Replaced: {theme}, “{topic}”. {reason}")
    if before:
        books.discard_book(before)


@transaction.atomic
def let_out(by: User, story: DailyStory, *, reason: str) -> None:
    """Everybody may read its book from its day on. Raises VALIDATION while there is none."""
    held = _held(story)
    if held.book is None or held.book.published_at is None:
        raise _refused(_("Its book is not finished yet."))
    _show(held, held.book, Visibility.PUBLIC)
    write_down(by, held, f"Let out. {reason}")


@transaction.atomic
def take_back(by: User, story: DailyStory, *, reason: str) -> None:
    """Out of sight at once, and no other is made in its place. Raises VALIDATION while there is no book."""
    held = _held(story)
    if held.book is None:
        raise _refused(_("There is no book to take back."))
    _show(held, held.book, Visibility.PRIVATE)
    write_down(by, held, f"Taken back. {reason}")


def _show(story: DailyStory, book: Book, visibility: Visibility) -> None:
    Book.objects.filter(pk=book.pk).update(visibility=visibility)
    story.reviewed_at = now()
    story.save(update_fields=["reviewed_at"])


def _held(story: DailyStory) -> DailyStory:
    return DailyStory.objects.select_for_update(of=("self",)).select_related("book").get(pk=story.pk)


def _being_made(stories: Sequence[DailyStory]) -> set[str | None]:
    ids = [story.book_id for story in stories if story.book_id]
    return set(Job.objects.open().filter(book__in=ids, kind=JobKind.BOOK).values_list("book_id", flat=True))


def _refused(sentence: str) -> StoryforgeError:
    return StoryforgeError(Code.VALIDATION, sentence, fields=[FieldError("", sentence)])
