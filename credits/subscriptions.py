"""Plans: a number of credits each month, exactly once a period, whoever asks and however often."""

import logging
from calendar import monthrange
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from credits import payments, services
from credits.models import Plan, Subscription, SubscriptionStatus
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import Code, StoryforgeError

log = logging.getLogger(__name__)


def offered() -> list[tuple[str, int]]:
    """Plans one pays for, with their credits a month."""
    return [(str(plan.label), settings.PLANS[plan]) for plan in Plan if settings.PLANS[plan]]


def current(user: User) -> Subscription | None:
    return Subscription.objects.filter(user=user).exclude(status=SubscriptionStatus.EXPIRED).first()


@transaction.atomic
def start(user: User, plan: Plan, *, payment_reference: str = "") -> Subscription:
    """Begin a plan today, in place of a running one. Saying the same twice changes nothing.

    Each payment begins one period with its credits, also of the plan that runs already. Raises PAYMENT_UNVERIFIED
    for one that began another plan before.
    """
    services.lock(user)
    running = current(user)
    is_same = running and (running.plan, running.status) == (plan, SubscriptionStatus.ACTIVE)
    if running and is_same and payment_reference in ("", running.payment_reference):
        return running
    if payment_reference and Subscription.objects.filter(payment_reference=payment_reference).exists():
        raise StoryforgeError(Code.PAYMENT_UNVERIFIED, f"{payment_reference} has begun a plan before")
    if running:
        running.status = SubscriptionStatus.EXPIRED
        running.save(update_fields=["status"])
    moment = now()
    subscription = Subscription.objects.create(
        user=user,
        plan=plan,
        period_start=moment,
        period_end=_a_month_after(moment, moment.day),
        payment_reference=payment_reference,
    )
    _grant(user, subscription)
    return subscription


@transaction.atomic
def cancel(user: User) -> Subscription | None:
    """What was paid for runs to the end of its period."""
    services.lock(user)
    running = current(user)
    if running and running.status == SubscriptionStatus.ACTIVE:
        running.status = SubscriptionStatus.CANCELLED
        running.cancelled_at = now()
        running.save(update_fields=["status", "cancelled_at"])
    return running


def forget(user: User) -> None:
    """Nobody is left to have the plan; that it was paid for stays known."""
    Subscription.objects.filter(user=user).update(user=None, status=SubscriptionStatus.EXPIRED)


def renew_due() -> int:
    """Every plan whose period is over: the next one begins, or the plan ends. How many were looked at."""
    due = Subscription.objects.exclude(status=SubscriptionStatus.EXPIRED).filter(period_end__lte=now())
    subscriptions = list(due.select_related("user"))
    for subscription in subscriptions:
        try:
            is_paid = subscription.status == SubscriptionStatus.ACTIVE and payments.is_still_paid(subscription)
        except Exception as error:  # neither renewed nor ended before somebody can say; asked again next time
            log.warning("subscription %s waits: %r", subscription.pk, error)
            continue
        if subscription.user:
            _renew(subscription.user, subscription.pk, is_paid=is_paid)
    return len(subscriptions)


@transaction.atomic
def _renew(user: User, key: str, *, is_paid: bool) -> None:
    """Under the account's lock, so that two schedulers at once grant a period once."""
    services.lock(user)
    subscription = Subscription.objects.get(pk=key)
    while subscription.status != SubscriptionStatus.EXPIRED and subscription.period_end <= now():
        if subscription.status == SubscriptionStatus.ACTIVE and is_paid:
            subscription.period_start = subscription.period_end
            subscription.period_end = _a_month_after(subscription.period_start, subscription.created_at.day)
            _grant(user, subscription)
        else:
            subscription.status = SubscriptionStatus.EXPIRED
        subscription.save(update_fields=["status", "period_start", "period_end"])


def _grant(user: User, subscription: Subscription) -> None:
    amount = settings.PLANS[subscription.plan]
    if amount:
        services.grant(
            user,
            amount,
            reference=f"{subscription.pk}:{subscription.period_start:%Y-%m-%d}",
            description=_("Plan %(plan)s") % {"plan": subscription.get_plan_display()},
        )


def _a_month_after(moment: datetime, day: int) -> datetime:
    """The same day of the next month, or its last: 31 January, 28 February, 31 March."""
    year, month = (moment.year, moment.month + 1) if moment.month < 12 else (moment.year + 1, 1)
    return moment.replace(year=year, month=month, day=min(day, monthrange(year, month)[1]))
