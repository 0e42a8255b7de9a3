"""The ledger in plain words."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from credits.models import CreditTransaction, Movement
from storyforge_site.accounts.models import User


@dataclass(frozen=True, slots=True)
class Line:
    moment: datetime
    amount: int
    signed: str
    title: str
    detail: str


def movements(user: User) -> QuerySet[CreditTransaction]:
    """What changed the balance; a book that finishes only settles what was held for it."""
    return CreditTransaction.objects.filter(user=user).exclude(movement=Movement.CAPTURE)


def in_words(row: CreditTransaction) -> Line:
    titles = {
        Movement.OPENING: _("A gift to begin with"),
        Movement.RESERVE: row.description or _("A book"),
        Movement.RELEASE: _("Came back"),
        Movement.REFUND: _("Given back"),
        Movement.GRANT: _("From your plan"),
        Movement.PURCHASE: _("Bought"),
        Movement.BONUS: _("A present"),
        Movement.ADJUSTMENT: _("Put right by our staff"),
    }
    detail = "" if row.movement in (Movement.OPENING, Movement.RESERVE) else row.description
    signed = f"{row.amount:+d}".replace("-", "−")
    return Line(row.created_at, row.amount, signed, str(titles[Movement(row.movement)]), detail)
