"""API.md, "Credits". Nothing is granted unless somebody confirms the payment: here a shop with receipts of its own."""

from typing import Any

from credits import subscriptions
from credits.models import Plan
from credits.services import open_account
from storyforge_site.lib.errors import Code
from storyforge_site.tests.contract.fields import LIMIT, OFFSET, whole
from storyforge_site.tests.contract.shape import COUNT, MOMENT, TEXT, OneOf, identity
from storyforge_site.tests.contract.table import Field, Refusal, Row
from storyforge_site.tests.contract.world import World

PLANS = OneOf(("free", "basic", "premium"))
SUBSCRIPTION = {
    "plan": PLANS,
    "status": OneOf(("active", "cancelled", "expired")),
    "period_start": MOMENT,
    "period_end": MOMENT,
}
STATUS: dict[str, Any] = {
    "credits": {"credits": COUNT, "total_purchased": COUNT, "total_used": COUNT},
    "subscription": None,
    "available_plans": [{"plan": PLANS, "name": TEXT, "credits_per_month": COUNT}],
}
TRANSACTION = {
    "id": identity("txn"),
    "amount": int,
    "balance_after": COUNT,
    "transaction_type": OneOf(("purchase", "subscription", "usage", "refund", "bonus", "adjustment")),
    "description": str,
    "reference_id": TEXT,
    "created_at": MOMENT,
}
SHOP = {"PAYMENT_VERIFIER": "credits.tests.test_credits_api.Shop"}
NOBODY_CONFIRMS = Refusal(Code.PAYMENT_UNVERIFIED, 403, settings={"PAYMENT_VERIFIER": ""})


def alice_subscribes(world: World) -> None:
    subscriptions.start(world.alice, Plan.BASIC)


def alice_has_an_account(world: World) -> None:
    open_account(world.alice)


ROWS = (
    Row("GET", "/v1/credits/status", 200, STATUS),
    Row(
        "GET",
        "/v1/credits/status",
        200,
        {**STATUS, "subscription": SUBSCRIPTION},
        case="with a subscription",
        given=alice_subscribes,
    ),
    Row("GET", "/v1/credits/balance", 200, {"credits": 3}),
    Row(
        "GET",
        "/v1/credits/transactions",
        200,
        [TRANSACTION],
        fields={"limit": LIMIT, "offset": OFFSET},
        given=alice_has_an_account,
        headers=("X-Total-Count",),
    ),
    Row(
        "GET",
        "/v1/credits/check",
        200,
        {"has_credits": False, "current_credits": 3, "required": 4},
        query={"required": 4},
        fields={"required": whole(0, 1_000_000)},
    ),
    Row(
        "POST",
        "/v1/credits/subscribe",
        201,
        {"subscription": SUBSCRIPTION},
        body={"plan": "basic", "proof": "paid-1"},
        fields={
            "plan": Field(good=("basic", "premium"), bad=("crayon", ""), required=True),
            "proof": Field(good=("paid-" + "x" * 50,), bad=("x" * 4001,)),
        },
        refusals=(NOBODY_CONFIRMS, Refusal(Code.PAYMENT_UNVERIFIED, 403, change={"proof": "forged"})),
        settings=SHOP,
        keyed=True,
    ),
    Row(
        "POST",
        "/v1/credits/add",
        201,
        {"credits": 23},
        body={"amount": 20, "transaction_id": "paid-7"},
        fields={
            "amount": whole(1, 100_000, required=True),
            "transaction_id": Field(good=("paid-" + "x" * 55,), bad=("", "x" * 61, 5), required=True),
        },
        refusals=(NOBODY_CONFIRMS, Refusal(Code.PAYMENT_UNVERIFIED, 403, change={"transaction_id": "forged"})),
        settings=SHOP,
        keyed=True,
    ),
    Row("POST", "/v1/credits/cancel-subscription", 200, {"subscription": None}, keyed=True),
    Row(
        "POST",
        "/v1/credits/cancel-subscription",
        200,
        {"subscription": {**SUBSCRIPTION, "status": "cancelled"}},
        case="with a subscription",
        given=alice_subscribes,
    ),
)
