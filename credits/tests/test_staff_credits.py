"""Staff give, give back and adjust: with a reason, within limits, each once, and written down."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from credits import audit, staff, subscriptions
from credits import services as credits
from credits.models import CreditTransaction, Movement, Plan, SubscriptionStatus
from storyforge_site.accounts.models import User
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.ids import new_id
from storyforge_site.tests.staff import a_clerk, a_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def support(db: None) -> User:
    return a_member("support")


def give(by: User, person: User, amount: int) -> None:
    staff.give(by, person, amount, reason="a torn page", reference=new_id(staff.GIFT))


def spent(person: User, reference: str = "job-1") -> CreditTransaction:
    """What a finished book took."""
    credits.reserve(person, 1, reference=reference, description="A book")
    credits.capture(person, reference=reference, description="It is finished")
    return CreditTransaction.objects.get(reference_id=reference, movement=Movement.CAPTURE)


def last_said() -> str:
    return LogEntry.objects.latest("pk").change_message


def test_support_gives_a_family_a_few_credits(support: User, alice: User) -> None:
    give(support, alice, 2)

    row = CreditTransaction.objects.filter(user=alice).first()
    assert row
    assert (row.movement, row.amount, row.balance_after, row.description) == ("bonus", 2, 5, "a torn page")
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (support, alice.pk)
    assert entry.change_message == f"Gave 2 credits ({row.reference_id}). a torn page"
    assert list(audit.faults()) == []


def test_no_more_than_the_days_few_refunds_counted_in(support: User, alice: User, settings: Any) -> None:
    settings.SUPPORT_GIFT_CREDITS = 3
    row = spent(alice)
    give(support, alice, 2)
    staff.refund(support, row, reason="smudged")

    with pytest.raises(StoryforgeError) as refused:
        give(support, alice, 1)

    assert "0 more" in refused.value.fields[0].message
    assert credits.balance_of(alice) == 3 - 1 + 2 + 1
    assert LogEntry.objects.count() == 2


def test_milestones_and_months_leave_the_few_as_they_are(support: User, alice: User) -> None:
    subscriptions.start(alice, Plan.BASIC)
    credits.bonus(alice, 5, reference=f"streak:{alice.pk}:100", description="100 days")

    assert staff.given_today(alice) == 0


def test_finance_is_not_held_to_it(alice: User) -> None:
    give(a_member("finance"), alice, 50)

    assert credits.balance_of(alice) == 53


def test_a_form_that_is_sent_twice_gives_once(alice: User) -> None:
    said = {"amount": "1", "reason": "a torn page", "reference": new_id("gift")}
    clerk, address = a_clerk("support"), reverse("admin:credits_usercredits_give", args=[alice.pk])

    answers = [clerk.post(address, said).status_code for _each in range(2)]

    assert (answers, credits.balance_of(alice)) == ([302, 422], 4)
    assert LogEntry.objects.count() == 1


@pytest.mark.parametrize("reference", ["", "job-1", "adj_01k9xq3v6d8w2r5t7y9zabcdef", "gift_short"])
def test_nobody_chooses_what_a_gift_is_booked_against(alice: User, reference: str) -> None:
    address = reverse("admin:credits_usercredits_give", args=[alice.pk])

    answer = a_clerk("support").post(address, {"amount": "1", "reason": "why", "reference": reference})

    assert (answer.status_code, credits.balance_of(alice)) == (422, 3)


@pytest.mark.parametrize("amount", ["0", "-2", "4", "many"])
def test_a_gift_has_a_size(alice: User, amount: str) -> None:
    address = reverse("admin:credits_usercredits_give", args=[alice.pk])

    answer = a_clerk("support").post(address, {"amount": amount, "reason": "why", "reference": new_id("gift")})

    assert (answer.status_code, credits.balance_of(alice)) == (422, 3)


def test_what_a_book_took_is_given_back_once(support: User, alice: User) -> None:
    row = spent(alice)

    staff.refund(support, row, reason="smudged")
    with pytest.raises(StoryforgeError) as refused:
        staff.refund(support, row, reason="smudged")

    assert refused.value.code == Code.VALIDATION
    assert credits.balance_of(alice) == 3
    assert last_said() == "Refunded 1 credits (job-1). smudged"
    assert list(audit.faults()) == []


def test_what_came_back_by_itself_is_not_given_back_again(support: User, alice: User) -> None:
    credits.reserve(alice, 1, reference="job-1", description="A book")
    credits.release(alice, reference="job-1", description="It failed")

    for row in CreditTransaction.objects.filter(reference_id="job-1"):
        with pytest.raises(StoryforgeError):
            staff.refund(support, row, reason="once more")
    assert credits.balance_of(alice) == 3


def test_the_account_shows_where_to_give_back(alice: User) -> None:
    first, second = spent(alice), spent(alice, "job-2")
    clerk = a_clerk("support")
    clerk.post(reverse("admin:credits_credittransaction_refund", args=[first.pk]), {"reason": "smudged"})

    page = clerk.get(reverse("admin:credits_usercredits_change", args=[alice.pk]))

    shown = {each["row"].pk: bool(each["refund"]) for each in page.context["movements"]}
    assert (shown[first.pk], shown[second.pk], sum(shown.values())) == (False, True, 1)
    assert [form["form"].prefix_of_reference for form in page.context["forms"]] == ["gift"]


def test_an_account_is_opened_when_staff_first_look(alice: User, client: Client) -> None:
    address = reverse("admin:credits_usercredits_change", args=[alice.pk])
    assert a_clerk("moderator").get(address).status_code == 403
    assert not CreditTransaction.objects.exists()

    page = a_clerk("support").get(address)

    assert (page.status_code, CreditTransaction.objects.get().movement) == (200, "opening")


def test_an_adjustment_goes_no_lower_than_nothing(alice: User) -> None:
    finance = a_member("finance")
    with pytest.raises(StoryforgeError):
        staff.adjust(finance, alice, -4, reason="a mistake", reference=new_id("adj"))

    staff.adjust(finance, alice, -3, reason="a mistake", reference=new_id("adj"))

    assert credits.balance_of(alice) == 0
    assert "-3 credits" in last_said()


def test_a_plan_is_cancelled_to_the_end_of_its_month(alice: User) -> None:
    plan = subscriptions.start(alice, Plan.BASIC)
    clerk = a_clerk("finance")
    page = clerk.get(reverse("admin:credits_subscription_change", args=[plan.pk]))
    assert [row.amount for row in page.context["months"]] == [10]

    cancel = reverse("admin:credits_subscription_cancel", args=[plan.pk])
    first, second = (clerk.post(cancel, {"reason": "moved away"}).status_code for _each in range(2))

    plan.refresh_from_db()
    assert (plan.status, credits.balance_of(alice)) == (SubscriptionStatus.CANCELLED, 13)
    assert last_said() == "Cancelled. moved away"
    assert (first, second) == (302, 302)


def test_a_plan_of_before_is_not_cancelled_in_place_of_the_present_one(alice: User) -> None:
    before = subscriptions.start(alice, Plan.BASIC)
    present = subscriptions.start(alice, Plan.PREMIUM)
    before.refresh_from_db()

    with pytest.raises(StoryforgeError):
        staff.cancel_plan(a_member("finance"), before, reason="old")

    present.refresh_from_db()
    assert present.status == SubscriptionStatus.ACTIVE
