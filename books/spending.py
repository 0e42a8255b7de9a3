"""The day's money: what providers may take from a user's day and from the site's, counted for books and for whoever
else asks a model (`SPENDING_LEDGER`).
"""

from datetime import date, timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import transaction
from django.db.models import DateField, Q, QuerySet, Value
from django.db.models.functions import Cast

from books.models import Scope, Spending
from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.written import Written


def first_full(user_id: str, microdollars: int, *, day: date) -> Scope | None:
    """Count `microdollars` on both days, or say which would pass its cap. What was counted until then, the caller's
    transaction takes back when it raises."""
    for scope, subject, cap in _caps(user_id):
        if not Spending.objects.all().add(scope, subject, microdollars, day=day, cap=cap):
            return scope
    return None


def correct(user_id: str, difference: int, *, day: date) -> None:
    """What was really spent, above or below what was counted, even where that passes a cap: it is spent."""
    Spending.objects.all().correct(Scope.USER, user_id, difference, day=day)
    Spending.objects.all().correct(Scope.SITE, "", difference, day=day)


def is_spent(user_id: str) -> bool:
    spent = {row.scope: row.microdollars for row in _OF_DAY.all(user_id, now().date().isoformat())}
    return any(spent.get(scope, 0) >= cap for scope, _subject, cap in _caps(user_id))


def _of_day(user_id: str, day: str) -> "QuerySet[Spending]":
    rows = reduce(or_, (Q(scope=scope, subject=subject) for scope, subject, _cap in _caps(user_id)))
    return Spending.objects.filter(rows, day=Cast(Value(day), DateField())).only("scope", "microdollars")


_OF_DAY = Written(_of_day)


def budget_exhausted(note: str = "") -> StoryforgeError:
    """The refusal that says: come back after midnight UTC, when a day's money is new."""
    moment = now()
    midnight = (moment + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return StoryforgeError(Code.BUDGET_EXHAUSTED, note, retry_after=int((midnight - moment).total_seconds()) + 1)


class DayBudget:
    """For models asked outside a book: the same rows and caps that books are counted against."""

    @transaction.atomic
    def reserve(self, user_id: str, microdollars: int, *, day: date) -> None:
        """Raises BUDGET_EXHAUSTED, and then counts nothing."""
        full = first_full(user_id, microdollars, day=day)
        if full:
            raise budget_exhausted(f"the {full}'s day")

    @transaction.atomic
    def correct(self, user_id: str, difference: int, *, day: date) -> None:
        correct(user_id, difference, day=day)


def _caps(user_id: str) -> tuple[tuple[Scope, str, int], ...]:
    return (Scope.USER, user_id, settings.COST_CAP_USER_DAY), (Scope.SITE, "", settings.COST_CAP_SITE_DAY)
