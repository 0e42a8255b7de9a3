"""The mobile API of credits."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from credits import services as credits
from credits import subscriptions
from credits.models import CreditTransaction, Plan, Subscription
from credits.payments import Payment
from storyforge_site.accounts.models import User
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.ids import new_id

pytestmark = pytest.mark.django_db


class Shop:
    """A verifier that believes receipts of its own."""

    def plan(self, user: User, plan: str, proof: str) -> Payment:
        return self._believe(proof, 0)

    def purchase(self, user: User, credits: int, transaction_id: str) -> Payment:
        return self._believe(transaction_id, credits)

    def is_still_paid(self, subscription: Subscription) -> bool:
        return True

    def _believe(self, receipt: str, credits: int) -> Payment:
        if not receipt.startswith("paid-"):
            raise StoryforgeError(Code.PAYMENT_UNVERIFIED, "not our receipt")
        return Payment(f"shop:{receipt}", credits)


@pytest.fixture
def shop(settings: Any) -> None:
    settings.PAYMENT_VERIFIER = f"{__name__}.Shop"


def test_status_tells_balance_plan_and_plans(as_alice: APIClient, alice: User) -> None:
    subscriptions.start(alice, Plan.BASIC)

    body = as_alice.get("/v1/credits/status").json()

    assert body["credits"] == {"credits": 13, "total_purchased": 0, "total_used": 0}
    assert body["subscription"]["plan"] == "basic"
    assert [plan["plan"] for plan in body["available_plans"]] == ["free", "basic", "premium"]


def test_transactions_are_the_readers_own_newest_first(as_alice: APIClient, alice: User, bob: User) -> None:
    credits.reserve(alice, 1, reference="job_1", description="A book")
    credits.balance_of(bob)

    answer = as_alice.get("/v1/credits/transactions?limit=1")

    assert [(row["amount"], row["balance_after"], row["reference_id"]) for row in answer.json()] == [(-1, 2, "job_1")]
    assert answer["X-Total-Count"] == "2"


@pytest.mark.parametrize(
    ("path", "body"),
    [("subscribe", {"plan": "premium"}), ("add", {"amount": 100, "transaction_id": "i-paid-honestly"})],
)
def test_nobody_is_believed_without_a_verifier(as_alice: APIClient, path: str, body: dict[str, Any]) -> None:
    answer = as_alice.post(f"/v1/credits/{path}", body, format="json")

    assert (answer.status_code, answer.json()["code"]) == (403, "PAYMENT_UNVERIFIED")
    assert as_alice.get("/v1/credits/balance").json() == {"credits": 3}


@pytest.mark.usefixtures("shop")
def test_a_payment_adds_its_credits_once(as_alice: APIClient, alice: User) -> None:
    for _again in range(2):
        answer = as_alice.post("/v1/credits/add", {"amount": 20, "transaction_id": "paid-7"}, format="json")
        assert (answer.status_code, answer.json()) == (201, {"credits": 23})

    assert CreditTransaction.objects.filter(user=alice, movement="purchase").count() == 1
    assert as_alice.get("/v1/credits/status").json()["credits"]["total_purchased"] == 20


@pytest.mark.usefixtures("shop")
def test_a_false_receipt_changes_nothing(as_alice: APIClient) -> None:
    answer = as_alice.post("/v1/credits/add", {"amount": 20, "transaction_id": "forged"}, format="json")

    assert answer.status_code == 403
    assert as_alice.get("/v1/credits/balance").json() == {"credits": 3}


@pytest.mark.usefixtures("shop")
def test_subscribing_and_cancelling(as_alice: APIClient) -> None:
    begun = as_alice.post("/v1/credits/subscribe", {"plan": "basic", "proof": "paid-1"}, format="json")
    ended = as_alice.post("/v1/credits/cancel-subscription", {}, format="json")

    assert begun.json()["subscription"]["status"] == "active"
    assert ended.json()["subscription"]["status"] == "cancelled"
    assert as_alice.get("/v1/credits/balance").json() == {"credits": 13}


@pytest.mark.usefixtures("shop")
def test_a_payment_begins_one_plan(as_alice: APIClient) -> None:
    first = as_alice.post("/v1/credits/subscribe", {"plan": "basic", "proof": "paid-1"}, format="json")
    other = as_alice.post("/v1/credits/subscribe", {"plan": "premium", "proof": "paid-2"}, format="json")
    again = as_alice.post("/v1/credits/subscribe", {"plan": "basic", "proof": "paid-1"}, format="json")

    assert (first.status_code, other.status_code, again.status_code) == (201, 201, 403)
    assert as_alice.get("/v1/credits/balance").json() == {"credits": 3 + 10 + 40}


@pytest.mark.usefixtures("shop")
def test_each_payment_brings_its_credits_also_for_the_plan_that_runs(as_alice: APIClient) -> None:
    for proof in ("paid-1", "paid-2", "paid-2"):
        answer = as_alice.post("/v1/credits/subscribe", {"plan": "basic", "proof": proof}, format="json")
        assert answer.status_code == 201

    assert as_alice.get("/v1/credits/balance").json() == {"credits": 3 + 20}


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("path", ["subscribe", "cancel-subscription"])
def test_a_key_replays_the_very_same_answer(as_alice: APIClient, path: str) -> None:
    body = {"plan": "basic", "proof": "paid-1"} if path == "subscribe" else {}
    as_alice.post("/v1/credits/subscribe", {"plan": "basic", "proof": "paid-0"}, format="json")

    answers = [
        as_alice.post(f"/v1/credits/{path}", body, format="json", headers={"Idempotency-Key": "k"})
        for _time in range(2)
    ]

    assert answers[0].status_code in (200, 201)
    assert answers[0].content == answers[1].content


@pytest.mark.usefixtures("shop")
def test_a_key_is_answered_without_asking_the_shop_again(as_alice: APIClient, settings: Any) -> None:
    body, key = {"amount": 5, "transaction_id": "paid-1"}, {"Idempotency-Key": "k"}
    first = as_alice.post("/v1/credits/add", body, format="json", headers=key)

    settings.PAYMENT_VERIFIER = ""
    again = as_alice.post("/v1/credits/add", body, format="json", headers=key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json() == {"credits": 8}


def test_strangers_are_asked_to_sign_in(as_nobody: APIClient) -> None:
    for path in ("status", "balance", "transactions", "check"):
        assert as_nobody.get(f"/v1/credits/{path}").status_code == 401


def test_staff_adjust_with_a_reason(client: Any, alice: User) -> None:
    credits.balance_of(alice)
    root = User.objects.create_superuser("root@example.org", "r-long-password")
    client.force_login(root)
    address = f"/admin/credits/usercredits/{alice.pk}/adjust/"

    refused = client.post(address, {"amount": "-4", "reason": "too much", "reference": new_id("adj")})
    client.post(address, {"amount": "5", "reason": "a torn book", "reference": new_id("adj")})

    assert b"may not go below zero" in refused.content
    row = CreditTransaction.objects.get(user=alice, movement="adjustment")
    assert (row.amount, row.balance_after, row.description) == (5, 8, "a torn book")


def test_staff_start_a_plan(client: Any, alice: User) -> None:
    root = User.objects.create_superuser("root@example.org", "r-long-password")
    client.force_login(root)

    client.post("/admin/credits/subscription/add/", {"user": alice.pk, "plan": "premium", "reason": "a school"})

    running = Subscription.objects.get()
    assert (running.user, running.plan, running.status, running.payment_reference) == (alice, "premium", "active", "")
    assert credits.balance_of(alice) == 3 + 40


def test_staff_without_the_permission_start_none(client: Any, alice: User) -> None:
    helper = User.objects.create_user("helper@example.org", "h-long-password", is_staff=True)
    client.force_login(helper)

    answer = client.post("/admin/credits/subscription/add/", {"user": alice.pk, "plan": "premium"})

    assert answer.status_code == 403
    assert not Subscription.objects.exists()
