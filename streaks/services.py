"""Reading days: what a sitting adds, which milestones it reaches, how a reader stands.

`record_reading` is the only writer of `DailyStreak` and `ReadingLog`. Every moment is an argument, so that a
caller says when something happened.
"""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from books.models import Book
from credits import services as credits
from storyforge_site.accounts.models import User
from streaks import days
from streaks.days import LocalMoment
from streaks.models import DailyStreak, ReadingDay, ReadingLog

# Credits by days running, each once in a reader's life. The first come soon, because a habit is made or lost in its
# first week; later ones are larger but rarer. A year of reading brings 30: as much as three months of the basic
# plan, so it is worth having and no way around paying.
MILESTONES = {3: 1, 7: 1, 14: 2, 30: 3, 50: 3, 100: 5, 200: 5, 365: 10}


@dataclass(frozen=True, slots=True)
class Milestone:
    days: int
    credits: int


@dataclass(frozen=True, slots=True)
class Sitting:
    """What one sitting changed."""

    streak: DailyStreak
    is_new_day: bool
    milestones: tuple[Milestone, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a reader stands at a moment. A streak that broke counts nought days, though its row still knows them."""

    streak: DailyStreak
    read_today: bool
    is_broken: bool

    @property
    def current_streak(self) -> int:
        return 0 if self.is_broken else self.streak.current_streak


@transaction.atomic
def record_reading(user: User, book: Book, *, seconds: int, completed: bool, moment: datetime) -> Sitting:
    """Keep one sitting, count its day if it is a new one, and give what a milestone brings."""
    DailyStreak.objects.get_or_create(user=user)
    # Under the lock of the reader's row, so that of many at once one counts the day and the others see it counted.
    streak = DailyStreak.objects.select_for_update().get(user=user)
    last, longest_before, here = streak.last, streak.longest_streak, LocalMoment(moment, user.time_zone)
    ReadingLog.objects.create(
        user=user,
        book=book,
        reading_time=seconds,
        completed=completed,
        local_date=days.reading_day(last, here),
        created_at=moment,
    )
    is_new = days.is_new_day(last, here)
    if is_new:
        _count_day(streak, here)
    streak.last_sitting_at, streak.last_sitting_time_zone = here.moment, here.zone
    streak.save()
    return Sitting(streak, is_new, _reach(user, longest_before, streak.longest_streak))


def standing(user: User, moment: datetime) -> Standing:
    """A newcomer's streak is not broken: there was none."""
    streak, here = _streak_of(user), LocalMoment(moment, user.time_zone)
    last = streak.last
    is_broken = last is not None and not days.runs_on(last, here)
    return Standing(streak, read_today=not days.is_new_day(last, here), is_broken=is_broken)


def history(user: User, length: int, moment: datetime) -> list[ReadingDay]:
    """The days that were read among the last `length`, newest first. Today is one of them."""
    last = _streak_of(user).last
    today = days.local_date(moment, user.time_zone)
    if last:
        today = max(today, last.day)  # west over the date line, tomorrow may be read already
    return ReadingLog.objects.owned_by(user).days(today - timedelta(days=length - 1), today)[::-1]


def month(user: User, year: int, month_number: int) -> list[tuple[date, int]]:
    """Every date of a month with the number of books read on it."""
    dates = [date(year, month_number, day) for day in range(1, calendar.monthrange(year, month_number)[1] + 1)]
    read = {row["local_date"]: row["books"] for row in ReadingLog.objects.owned_by(user).days(dates[0], dates[-1])}
    return [(day, read.get(day, 0)) for day in dates]


def _streak_of(user: User) -> DailyStreak:
    return DailyStreak.objects.filter(user=user).first() or DailyStreak(user=user)


def _count_day(streak: DailyStreak, here: LocalMoment) -> None:
    streak.current_streak = streak.current_streak + 1 if days.runs_on(streak.last, here) else 1
    streak.longest_streak = max(streak.longest_streak, streak.current_streak)
    streak.total_days += 1
    streak.last_read_date = here.day
    streak.counted_at, streak.counted_time_zone = here.moment, here.zone


def _reach(user: User, longest_before: int, longest: int) -> tuple[Milestone, ...]:
    """What the longest streak has just passed. After a break the same days bring nothing again."""
    reached = [Milestone(length, gift) for length, gift in MILESTONES.items() if longest_before < length <= longest]
    for milestone in reached:
        credits.bonus(
            user,
            milestone.credits,
            reference=f"streak:{user.pk}:{milestone.days}",
            description=_("Read on %(days)d days in a row") % {"days": milestone.days},
        )
    return tuple(reached)
