"""What staff do with credits and plans: each is one transaction, with its reason in the ledger and in the admin's log.

Whoever gives presents may give one family `SUPPORT_GIFT_CREDITS` a day, refunds counted in; whoever may adjust is not
held to that. The reason is a ledger row's description, which the family reads.
"""

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from credits import services, subscriptions
from credits.models import CreditTransaction, Movement, Plan, Subscription
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import midnight
from storyforge_site.lib.errors import Code, FieldError, StoryforgeError
from storyforge_site.lib.ids import first_id
from storyforge_site.lib.stafflog import write_down

GIFT, ADJUSTMENT = "gift", "adj"  # what the references of what staff gave begin with


@transaction.atomic
def give(by: User, person: User, amount: int, *, reason: str, reference: str) -> None:
    """A present. Raises VALIDATION above what may be given, and for a form that was sent before."""
    services.lock(person)
    _require_new(reference, Movement.BONUS)
    _require_within_a_day(by, person, amount, "amount")
    services.bonus(person, amount, reference=reference, description=reason)
    write_down(by, person, f"Gave {amount} credits ({reference}). {reason}")


@transaction.atomic
def refund(by: User, row: CreditTransaction, *, reason: str) -> int:
    """What a finished book took, given back once; how much. Raises VALIDATION for anything else."""
    person = row.user
    if person is None:
        raise _refused("", _("Nobody has this account any more."))
    services.lock(person)
    amount = refundable(row.reference_id)
    if not amount:
        raise _refused("", _("There is nothing to give back: it was not spent, or it was given back before."))
    _require_within_a_day(by, person, amount, "")
    services.refund(person, amount, reference=row.reference_id, description=reason)
    write_down(by, person, f"Refunded {amount} credits ({row.reference_id}). {reason}")
    return amount


@transaction.atomic
def adjust(by: User, person: User, amount: int, *, reason: str, reference: str) -> None:
    """Up or down. Raises VALIDATION when more would go than is there, and for a form that was sent before."""
    account = services.lock(person)
    _require_new(reference, Movement.ADJUSTMENT)
    if not amount or account.credits + amount < 0:
        raise _refused("amount", _("The balance may not go below zero, and nothing is no adjustment."))
    services.adjust(person, amount, reference=reference, description=reason)
    write_down(by, person, f"Adjusted by {amount:+d} credits ({reference}). {reason}")


@transaction.atomic
def start_plan(by: User, person: User, plan: Plan, *, reason: str) -> Subscription:
    subscription = subscriptions.start(person, plan)
    write_down(by, subscription, f"Started {plan} for {person.pk}. {reason}")
    return subscription


@transaction.atomic
def cancel_plan(by: User, subscription: Subscription, *, reason: str) -> None:
    """It runs to the end of its month. Raises VALIDATION for one that does not run any more."""
    person = subscription.user
    running = subscriptions.cancel(person) if person and subscription.pk == _running(person) else None
    if running is None:
        raise _refused("", _("This plan does not run any more."))
    write_down(by, subscription, f"Cancelled. {reason}")


def refundable(reference: str) -> int:
    """Credits that were held for `reference`, spent, and not given back."""
    amounts = dict(CreditTransaction.objects.filter(reference_id=reference).values_list("movement", "amount"))
    is_spent = Movement.CAPTURE in amounts and Movement.REFUND not in amounts
    return -amounts.get(Movement.RESERVE, 0) if is_spent else 0


def given_today(person: User) -> int:
    """By staff, as presents and refunds, since midnight UTC."""
    rows = CreditTransaction.objects.filter(user=person, pk__gte=first_id("txn", midnight()))
    refunds, gifts = rows.filter(movement=Movement.REFUND), rows.filter(reference_id__startswith=f"{GIFT}_")
    return int((refunds | gifts).aggregate(total=Sum("amount"))["total"] or 0)


def months_granted(subscription: Subscription) -> list[CreditTransaction]:
    """A row a month, newest first."""
    rows = CreditTransaction.objects.filter(reference_id__startswith=f"{subscription.pk}:", movement=Movement.GRANT)
    return list(rows[:60])


def _running(person: User) -> str:
    running = subscriptions.current(person)
    return running.pk if running else ""


def _require_new(reference: str, movement: Movement) -> None:
    if CreditTransaction.objects.filter(reference_id=reference, movement=movement).exists():
        raise _refused("", _("This form was sent before, and what it says was done."))


def _require_within_a_day(by: User, person: User, amount: int, field: str) -> None:
    if by.has_perm("credits.adjust_credits"):
        return
    left = max(0, settings.SUPPORT_GIFT_CREDITS - given_today(person))
    if amount > left:
        raise _refused(field, _("You may give this family %(left)d more credits today.") % {"left": left})


def _refused(field: str, sentence: str) -> StoryforgeError:
    return StoryforgeError(Code.VALIDATION, sentence, fields=[FieldError(field, sentence)])
