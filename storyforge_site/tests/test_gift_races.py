"""Two of staff at once give no more than one may, and give nothing back twice."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry

from books.tests.test_races import all_at_once
from credits import audit, staff
from credits import services as credits
from credits.models import CreditTransaction, Movement
from storyforge_site.accounts.models import User
from storyforge_site.lib.errors import StoryforgeError
from storyforge_site.lib.ids import new_id

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def went_through(act: Any) -> bool:
    try:
        act()
    except StoryforgeError:
        return False
    return True


def test_the_days_few_are_not_passed_together(alice: User, bob: User) -> None:
    """Bob has no permission at all, so he is held to the limit as support is."""
    credits.balance_of(alice)

    given = all_at_once(
        6,
        lambda number: went_through(
            lambda: staff.give(bob, alice, 1, reason="a torn page", reference=new_id(staff.GIFT))
        ),
    )

    assert (sum(given), credits.balance_of(alice), LogEntry.objects.count()) == (3, 6, 3)


def test_one_form_sent_many_times_gives_once(alice: User, bob: User) -> None:
    credits.balance_of(alice)
    reference = new_id(staff.GIFT)

    given = all_at_once(
        6, lambda number: went_through(lambda: staff.give(bob, alice, 1, reason="torn", reference=reference))
    )

    assert (sum(given), credits.balance_of(alice)) == (1, 4)


def test_a_book_is_given_back_once(alice: User, bob: User) -> None:
    credits.reserve(alice, 1, reference="job-1", description="A book")
    credits.capture(alice, reference="job-1", description="It is finished")
    row = CreditTransaction.objects.get(movement=Movement.CAPTURE)

    given = all_at_once(6, lambda number: went_through(lambda: staff.refund(bob, row, reason="smudged")))

    assert (sum(given), credits.balance_of(alice), LogEntry.objects.count()) == (1, 3, 1)
    assert list(audit.faults()) == []
