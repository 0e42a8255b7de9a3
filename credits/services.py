"""The only writers of the ledger.

    A new account starts with 3 credits:    opening  +3   balance 3
    A book is ordered:                      reserve  -1   balance 2
    … and finishes:                         capture   0   balance 2
    … or fails instead:                     release  +1   balance 3

Every writer locks the account, checks again, appends a row and moves the balance in one transaction.
Repeating a call with the same reference changes nothing, so a worker may say "captured" twice.
"""

from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, F, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from credits.models import CreditTransaction, Movement, TransactionType, UserCredits
from storyforge_site.accounts.models import User
from storyforge_site.lib import meters
from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.written import Written, WrittenInsert, WrittenUpdate, columns

_HELD = Written(lambda user_id: UserCredits.objects.select_for_update().filter(user=user_id))
_SAID = Written(
    lambda reference, movement, other: CreditTransaction.objects.filter(
        reference_id=reference, movement__in=[movement, other]
    ).only("id")
)
_MOVED = WrittenUpdate(
    lambda user_id, **moved: (UserCredits.objects.filter(user=user_id), moved),
    user_id=CharField(),
    **columns(UserCredits, "credits", "total_used", "total_purchased", "updated_at"),
)
_ROW = WrittenInsert(CreditTransaction)


def open_account(user: User) -> UserCredits:
    """The user's account, opened with its bonus the first time somebody asks."""
    account = UserCredits.objects.filter(user=user).first()
    return account or _open(user)


def lock(user: User) -> UserCredits:
    """Hold the account until the end of the transaction: whoever else would move its money waits."""
    account = _HELD.first(user.pk)
    if account is None:
        _open(user)
    return account or UserCredits.objects.select_for_update().get(user=user)


def balance_of(user: User) -> int:
    return open_account(user).credits


def reserve(user: User, amount: int, *, reference: str, description: str) -> None:
    """Hold `amount` credits for `reference`. Raises INSUFFICIENT_CREDITS when there are not enough."""
    _append(user, -amount, Movement.RESERVE, TransactionType.USAGE, reference, description)


def capture(user: User, *, reference: str, description: str) -> None:
    """What was held for `reference` is spent; the balance moved when it was reserved.

    A book of the house's own holds nothing, and then nothing is written.
    """
    if not _held(reference):
        return
    _append(user, 0, Movement.CAPTURE, TransactionType.USAGE, reference, description)


def release(user: User, *, reference: str, description: str) -> None:
    """What was held for `reference` goes back, unless it was settled before or never held."""
    held = _held(reference)
    if held:
        _append(user, held, Movement.RELEASE, TransactionType.REFUND, reference, description)


def refund(user: User, amount: int, *, reference: str, description: str) -> None:
    """Credits back for a book that was captured, because the family was let down."""
    _append(user, amount, Movement.REFUND, TransactionType.REFUND, reference, description)


def bonus(user: User, amount: int, *, reference: str, description: str) -> None:
    _append(user, amount, Movement.BONUS, TransactionType.BONUS, reference, description)


def adjust(user: User, amount: int, *, reference: str, description: str) -> None:
    """By staff, up or down. Raises INSUFFICIENT_CREDITS when more would go than is there."""
    _append(user, amount, Movement.ADJUSTMENT, TransactionType.ADJUSTMENT, reference, description)


def grant(user: User, amount: int, *, reference: str, description: str) -> None:
    """A subscription's credits for one period."""
    _append(user, amount, Movement.GRANT, TransactionType.SUBSCRIPTION, reference, description)


def purchase(user: User, amount: int, *, reference: str, description: str) -> None:
    """Credits that were paid for; `reference` is the payment's own id."""
    _append(user, amount, Movement.PURCHASE, TransactionType.PURCHASE, reference, description)


@transaction.atomic
def forget(user: User) -> None:
    """The amounts stay and the person goes, with the words they wrote and with the one reference that is their id.

    The only time a row is changed; what it says about money is not.
    """
    rows = CreditTransaction.objects.filter(user=user)
    rows.filter(reference_id=user.pk).update(reference_id=Concat(Value("erased_"), F("id")))
    rows.update(user=None, description="")


@transaction.atomic
def _open(user: User) -> UserCredits:
    UserCredits.objects.get_or_create(user=user)
    _append(user, settings.OPENING_CREDITS, Movement.OPENING, TransactionType.BONUS, user.pk, _("Welcome"))
    return UserCredits.objects.get(user=user)


@transaction.atomic
def _append(
    user: User, amount: int, movement: Movement, transaction_type: TransactionType, reference: str, description: str
) -> None:
    account = lock(user)
    if _already_moved(reference, movement):
        return
    if account.credits + amount < 0:
        raise StoryforgeError(Code.INSUFFICIENT_CREDITS, f"{account.credits} of {-amount}")
    account.credits += amount
    if movement == Movement.CAPTURE:
        account.total_used += _held(reference)
    if movement == Movement.PURCHASE:
        account.total_purchased += amount
    _MOVED.run(
        user_id=user.pk,
        credits=account.credits,
        total_used=account.total_used,
        total_purchased=account.total_purchased,
        updated_at=now(),
    )
    row = CreditTransaction(
        user=user,
        amount=amount,
        balance_after=account.credits,
        transaction_type=transaction_type,
        movement=movement,
        description=description[:200],
        reference_id=reference,
    )
    _ROW.run(row)
    transaction.on_commit(partial(meters.credits_moved, movement, abs(amount)))


def _already_moved(reference: str, movement: Movement) -> bool:
    """Under the account's lock: was this said before, or was the reserve settled the other way?"""
    other = {Movement.CAPTURE: Movement.RELEASE, Movement.RELEASE: Movement.CAPTURE}.get(movement, movement)
    return _SAID.first(reference, movement, other) is not None


def _held(reference: str) -> int:
    reserved = CreditTransaction.objects.filter(reference_id=reference, movement=Movement.RESERVE).first()
    return -reserved.amount if reserved else 0
