"""What providers take in a day, counted for whoever asks them outside a book (`SPENDING_LEDGER`)."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from books.models import Scope, Spending
from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import Code, StoryforgeError


class DayBudget:
    """The same rows and caps that books are counted against."""

    @transaction.atomic
    def reserve(self, user_id: str, microdollars: int, *, day: date) -> None:
        """Raises BUDGET_EXHAUSTED, and then counts nothing."""
        days = ((Scope.USER, user_id, settings.COST_CAP_USER_DAY), (Scope.SITE, "", settings.COST_CAP_SITE_DAY))
        for scope, subject, cap in days:
            if not Spending.objects.all().add(scope, subject, microdollars, day=day, cap=cap):
                raise StoryforgeError(Code.BUDGET_EXHAUSTED, f"the {scope}'s day", retry_after=seconds_to_midnight())

    @transaction.atomic
    def correct(self, user_id: str, difference: int, *, day: date) -> None:
        Spending.objects.all().correct(Scope.USER, user_id, difference, day=day)
        Spending.objects.all().correct(Scope.SITE, "", difference, day=day)


def seconds_to_midnight() -> int:
    """In UTC, when a day's money is new."""
    moment = now()
    midnight = (moment + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return int((midnight - moment).total_seconds()) + 1
