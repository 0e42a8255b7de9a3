"""Who says that a payment was made. Nobody is believed unless a verifier is configured (`PAYMENT_VERIFIER`)."""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from credits.models import Subscription
from storyforge_site.accounts.models import User
from storyforge_site.lib.errors import Code, StoryforgeError


@dataclass(frozen=True, slots=True)
class Payment:
    """`reference` is the payment's own id: credits move once for it. `credits` is what was paid for."""

    reference: str
    credits: int = 0


class PaymentVerifier(Protocol):
    """Each raises PAYMENT_UNVERIFIED for what it cannot confirm."""

    def plan(self, user: User, plan: str, proof: str) -> Payment: ...

    def purchase(self, user: User, credits: int, transaction_id: str) -> Payment: ...

    def is_still_paid(self, subscription: Subscription) -> bool: ...


def verifier() -> PaymentVerifier:
    """Raises PAYMENT_UNVERIFIED when none is configured."""
    if not settings.PAYMENT_VERIFIER:
        raise StoryforgeError(Code.PAYMENT_UNVERIFIED, "no payment verifier is configured")
    found: PaymentVerifier = import_string(settings.PAYMENT_VERIFIER)()
    return found


def is_still_paid(subscription: Subscription) -> bool:
    """A plan that staff gave runs until it is cancelled."""
    return not settings.PAYMENT_VERIFIER or verifier().is_still_paid(subscription)
