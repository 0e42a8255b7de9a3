"""Milestones: each brings its credits once in a reader's life."""

from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from credits import services as credits
from credits.models import CreditTransaction
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from streaks import services
from streaks.models import DailyStreak
from streaks.tests.factories import at, read, read_days_ago, shared_book

pytestmark = pytest.mark.django_db


def gifts(user: User) -> dict[str, int]:
    rows = CreditTransaction.objects.filter(user=user, movement="bonus", reference_id__startswith="streak:")
    return dict(rows.values_list("reference_id", "amount"))


def test_the_third_day_brings_its_credit(as_alice: APIClient, alice: User) -> None:
    read_days_ago(alice, 2, 1)

    answer = as_alice.post(
        "/v1/streak/read", {"book_id": shared_book().pk, "reading_time": 60, "completed": True}, format="json"
    ).json()

    assert answer["milestones"] == [{"days": 3, "credits": 1}]
    assert credits.balance_of(alice) == 3 + 1
    assert gifts(alice) == {f"streak:{alice.pk}:3": 1}


def test_the_rest_of_the_day_brings_nothing_more(alice: User) -> None:
    read_days_ago(alice, 2, 1, 0)

    assert read(alice, now()).milestones == ()
    assert credits.balance_of(alice) == 3 + 1


def test_after_a_break_the_same_milestone_is_not_told_and_not_paid_again(alice: User) -> None:
    read_days_ago(alice, 9, 8, 7)
    read_days_ago(alice, 2, 1)

    sitting = read(alice, now())

    assert sitting.streak.current_streak == 3
    assert sitting.milestones == ()
    assert credits.balance_of(alice) == 3 + 1


def test_a_year_of_days_brings_every_milestone_once(alice: User) -> None:
    book, first = shared_book(), at("2026-01-01 19:00", "Europe/Berlin")
    alice.time_zone = "Europe/Berlin"

    reached = {
        day + 1: milestone.credits
        for day in range(366)
        for milestone in read(alice, first + timedelta(days=day), book=book).milestones
    }

    assert reached == services.MILESTONES
    assert sorted(gifts(alice).values()) == sorted(services.MILESTONES.values())
    assert credits.balance_of(alice) == 3 + sum(services.MILESTONES.values())


def test_the_milestones_of_the_contract() -> None:
    assert list(services.MILESTONES) == [3, 7, 14, 30, 50, 100, 200, 365]
    assert sum(services.MILESTONES.values()) == 30


def test_the_ledger_refuses_a_second_gift_whatever_the_streak_says(alice: User) -> None:
    """Staff or a restored backup may set a streak back; the reference is what keeps the promise."""
    read_days_ago(alice, 2, 1, 0)
    DailyStreak.objects.update(current_streak=2, longest_streak=2)

    read(alice, now() + timedelta(days=1))

    assert credits.balance_of(alice) == 3 + 1


def test_each_reader_has_milestones_of_their_own(alice: User, bob: User) -> None:
    read_days_ago(alice, 2, 1, 0)
    read_days_ago(bob, 2, 1, 0)

    assert (credits.balance_of(alice), credits.balance_of(bob)) == (4, 4)
