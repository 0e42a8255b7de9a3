"""Proof of the ledger: what must be true of it at any moment, asked of the rows themselves."""

from collections.abc import Iterator

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from credits.models import CreditTransaction, Movement, UserCredits


def faults() -> Iterator[str]:
    """Sentences about what is wrong; none when all is well."""
    summed = UserCredits.objects.annotate(total=Coalesce(Sum("user__credit_transactions__amount"), 0))
    for account in summed.exclude(total=F("credits")):
        yield f"account {account.user_id} says {account.credits}, its entries add up to {account.total}"
    reserves = dict(CreditTransaction.objects.filter(movement=Movement.RESERVE).values_list("reference_id", "amount"))
    for row in CreditTransaction.objects.filter(Q(movement=Movement.CAPTURE) | Q(movement=Movement.RELEASE)):
        if row.reference_id not in reserves:
            yield f"{row.reference_id} was settled but never reserved"
        elif row.movement == Movement.RELEASE and row.amount != -reserves[row.reference_id]:
            yield f"{row.reference_id} gave back {row.amount}, held {-reserves[row.reference_id]}"


def held() -> dict[str, str]:
    """reference → how what was held for it was settled: "capture", "release", or "" while it is open."""
    rows = CreditTransaction.objects.filter(movement__in=[Movement.RESERVE, Movement.CAPTURE, Movement.RELEASE])
    found: dict[str, str] = {}
    for reference, movement in rows.values_list("reference_id", "movement"):
        settled = "" if movement == Movement.RESERVE else movement
        found[reference] = found.get(reference, "") or settled
    return found
