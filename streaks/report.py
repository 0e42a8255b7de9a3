"""What a family has read, week by week, for the grown-ups."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from books.models import Page
from books.reading_level import measure
from storyforge_site.accounts.models import User
from streaks.models import ReadingLog

WEEKS = 8
_LETTERS_A_WORD = 2.2  # where a script does not divide words
_LETTER = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Total:
    """Of one day, or of a week that begins on `first`."""

    first: date
    days: int = 0
    books: int = 0
    minutes: int = 0
    words: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """`week` is the one looked at, `days` its seven, `weeks` the last ones up to it, the newest first."""

    week: Total
    days: tuple[Total, ...]
    weeks: tuple[Total, ...]

    @property
    def longest_day(self) -> int:
        return max(1, *(day.minutes for day in self.days))


def report(user: User, day: date) -> Report:
    """Of the week of `day` and those before it. Words are those of books that were read to their end."""
    monday = day - timedelta(days=day.weekday())
    mondays = [monday - timedelta(weeks=ago) for ago in range(WEEKS)]
    span = (mondays[-1], monday + timedelta(days=6))
    logs = list(ReadingLog.objects.owned_by(user).filter(local_date__range=span))
    words = _words_of(Page.objects.filter(book__in={log.book_id for log in logs if log.completed and log.book_id}))

    def total(first: date, length: int) -> Total:
        return _total(first, [log for log in logs if 0 <= (log.local_date - first).days < length], words)

    days = tuple(total(monday + timedelta(days=number), 1) for number in range(7))
    return Report(total(monday, 7), days, tuple(total(first, 7) for first in mondays))


def _total(first: date, logs: list[ReadingLog], words: dict[str, int]) -> Total:
    return Total(
        first=first,
        days=len({log.local_date for log in logs}),
        books=len({log.book_id or log.pk for log in logs}),  # one deleted since still counts
        minutes=round(sum(log.reading_time for log in logs) / 60),
        words=sum(words.get(log.book_id or "", 0) for log in logs if log.completed),
    )


def _words_of(pages: QuerySet[Page]) -> dict[str, int]:
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for book_id, language, text in pages.values_list("book_id", "book__language", "text"):
        texts[book_id, language].append(text)
    return {book_id: _words_in(language, said) for (book_id, language), said in texts.items()}


def _words_in(language: str, texts: Iterable[str]) -> int:
    said = list(texts)
    counted: int | None = measure(language, said)["words"]
    return counted or round(len(_LETTER.findall("".join(said))) / _LETTERS_A_WORD)
