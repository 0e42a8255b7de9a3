"""Plans: a month's credits once a month, whoever asks."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from credits import services as credits
from credits import subscriptions, tasks
from credits.models import CreditTransaction, Plan, Subscription, SubscriptionStatus
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now

pytestmark = pytest.mark.django_db


def months_ago(subscription: Subscription, months: int) -> None:
    shift = timedelta(days=31 * months)
    Subscription.objects.filter(pk=subscription.pk).update(
        period_start=subscription.period_start - shift, period_end=subscription.period_end - shift
    )


def grants(user: User) -> int:
    return CreditTransaction.objects.filter(user=user, movement="grant").count()


def test_a_plan_grants_its_credits_when_it_begins(alice: User) -> None:
    subscription = subscriptions.start(alice, Plan.BASIC)

    assert credits.balance_of(alice) == 3 + 10
    assert subscription.period_end > subscription.period_start + timedelta(days=27)


def test_beginning_the_same_plan_twice_grants_once(alice: User) -> None:
    first, second = subscriptions.start(alice, Plan.BASIC), subscriptions.start(alice, Plan.BASIC)

    assert first.pk == second.pk
    assert grants(alice) == 1


def test_a_larger_plan_takes_the_place_of_a_smaller(alice: User) -> None:
    subscriptions.start(alice, Plan.BASIC)
    subscriptions.start(alice, Plan.PREMIUM)

    running = subscriptions.current(alice)
    assert running is not None
    assert running.plan == Plan.PREMIUM
    assert credits.balance_of(alice) == 3 + 10 + 40


def test_a_period_is_granted_once_however_often_the_schedule_runs(alice: User) -> None:
    months_ago(subscriptions.start(alice, Plan.BASIC), 1)

    for _again in range(3):
        tasks.renew_subscriptions()

    assert grants(alice) == 2
    assert credits.balance_of(alice) == 3 + 20


def test_periods_missed_while_nothing_ran_are_made_up_for(alice: User) -> None:
    months_ago(subscriptions.start(alice, Plan.BASIC), 3)

    tasks.renew_subscriptions()

    running = subscriptions.current(alice)
    assert running is not None
    assert running.period_end > now()
    assert grants(alice) in (3, 4)  # three times 31 days, in months of the calendar, and the running one


def test_a_cancelled_plan_runs_to_its_end_and_grants_no_more(alice: User) -> None:
    subscription = subscriptions.start(alice, Plan.BASIC)
    subscriptions.cancel(alice)
    still = subscriptions.current(alice)
    assert still is not None
    assert still.status == SubscriptionStatus.CANCELLED
    months_ago(subscription, 1)

    tasks.renew_subscriptions()

    assert subscriptions.current(alice) is None
    assert grants(alice) == 1


class Unpaid:
    def is_still_paid(self, subscription: Subscription) -> bool:
        return False


def test_a_plan_nobody_pays_for_any_more_ends(alice: User, settings: Any) -> None:
    subscription = subscriptions.start(alice, Plan.BASIC)
    settings.PAYMENT_VERIFIER = f"{__name__}.Unpaid"
    months_ago(subscription, 1)

    tasks.renew_subscriptions()

    assert subscriptions.current(alice) is None
    assert grants(alice) == 1


class Speechless:
    def is_still_paid(self, subscription: Subscription) -> bool:
        if subscription.user and subscription.user.email == "alice@example.org":
            raise ConnectionError("the shop is closed")
        return True


def test_while_nobody_can_say_whether_it_is_paid_a_plan_waits_and_others_do_not(
    alice: User, bob: User, settings: Any
) -> None:
    for user in (alice, bob):
        months_ago(subscriptions.start(user, Plan.BASIC), 1)
    settings.PAYMENT_VERIFIER = f"{__name__}.Speechless"
    tasks.renew_subscriptions()
    waiting = subscriptions.current(alice)
    assert grants(bob) == 2
    settings.PAYMENT_VERIFIER = ""
    tasks.renew_subscriptions()

    assert waiting is not None
    assert waiting.period_end < now()
    assert grants(alice) == 2


def test_the_database_allows_one_running_plan(alice: User) -> None:
    running = subscriptions.start(alice, Plan.BASIC)
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.create(
            user=alice, plan=Plan.FREE, period_start=running.period_start, period_end=running.period_end
        )
