"""The ledger, told as a lesson."""

import pytest
from django.db import IntegrityError, transaction

from credits import services as credits
from credits.models import CreditTransaction, UserCredits
from storyforge_site.accounts.models import User
from storyforge_site.lib.errors import Code, StoryforgeError

pytestmark = pytest.mark.django_db


def movements(user: User) -> list[tuple[str, int, int]]:
    rows = CreditTransaction.objects.filter(user=user).order_by("created_at", "id")
    return [(row.movement, row.amount, row.balance_after) for row in rows]


def test_a_new_account_starts_with_three_credits_once(alice: User) -> None:
    assert credits.balance_of(alice) == 3
    assert credits.balance_of(alice) == 3
    assert movements(alice) == [("opening", 3, 3)]


def test_a_finished_book_costs_one(alice: User) -> None:
    credits.reserve(alice, 1, reference="job_1", description="A book")
    credits.capture(alice, reference="job_1", description="Finished")

    assert credits.balance_of(alice) == 2
    assert movements(alice)[1:] == [("reserve", -1, 2), ("capture", 0, 2)]
    assert UserCredits.objects.get(user=alice).total_used == 1


def test_a_failed_book_costs_nothing(alice: User) -> None:
    credits.reserve(alice, 1, reference="job_1", description="A book")
    credits.release(alice, reference="job_1", description="It failed")

    assert credits.balance_of(alice) == 3
    assert movements(alice)[1:] == [("reserve", -1, 2), ("release", 1, 3)]


def test_saying_it_twice_moves_nothing_twice(alice: User) -> None:
    for _again in range(2):
        credits.reserve(alice, 1, reference="job_1", description="A book")
        credits.capture(alice, reference="job_1", description="Finished")
        credits.release(alice, reference="job_1", description="Too late")

    assert [row[0] for row in movements(alice)] == ["opening", "reserve", "capture"]


def test_what_was_never_held_is_neither_captured_nor_released(alice: User) -> None:
    credits.balance_of(alice)
    credits.capture(alice, reference="job_house", description="The house's own book")
    credits.release(alice, reference="job_house", description="The house's own book")

    assert [row[0] for row in movements(alice)] == ["opening"]


def test_the_fourth_book_is_refused_and_leaves_nothing(alice: User) -> None:
    for number in range(3):
        credits.reserve(alice, 1, reference=f"job_{number}", description="A book")

    with pytest.raises(StoryforgeError) as refusal:
        credits.reserve(alice, 1, reference="job_3", description="A book")

    assert refusal.value.code is Code.INSUFFICIENT_CREDITS
    assert credits.balance_of(alice) == 0
    assert not CreditTransaction.objects.filter(reference_id="job_3").exists()


def test_the_database_itself_refuses_a_negative_balance(alice: User) -> None:
    credits.balance_of(alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        UserCredits.objects.filter(user=alice).update(credits=-1)


def test_the_database_itself_refuses_a_second_settlement(alice: User) -> None:
    credits.reserve(alice, 1, reference="job_1", description="A book")
    credits.capture(alice, reference="job_1", description="Finished")

    with pytest.raises(IntegrityError), transaction.atomic():
        CreditTransaction.objects.create(
            user=alice,
            amount=1,
            balance_after=3,
            transaction_type="refund",
            movement="release",
            reference_id="job_1",
        )


def test_an_erased_person_leaves_the_rows_without_a_name(alice: User) -> None:
    credits.reserve(alice, 1, reference="job_1", description="A book")

    alice.delete()

    assert list(CreditTransaction.objects.values_list("user", flat=True)) == [None, None]
