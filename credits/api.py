"""The mobile API of credits (API.md, "Credits")."""

from typing import Any

from django.conf import settings
from django.urls import path
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from credits import payments, services, shapes, subscriptions
from credits.models import CreditTransaction, Plan, Subscription
from storyforge_site.accounts.who import signed_in
from storyforge_site.drf import ApiView, PageQuery, StrictSerializer, asked_once, idempotent, require_no_fields
from storyforge_site.lib.errors import Code
from storyforge_site.schema import documented


class Status(ApiView):
    @documented("Credits, subscription and plans", shapes.Status)
    def get(self, request: Request) -> Response:
        account = services.open_account(signed_in(request))
        return Response(
            {
                "credits": {
                    "credits": account.credits,
                    "total_purchased": account.total_purchased,
                    "total_used": account.total_used,
                },
                "subscription": _subscription(subscriptions.current(signed_in(request))),
                "available_plans": [
                    {"plan": plan.value, "name": str(plan.label), "credits_per_month": settings.PLANS[plan]}
                    for plan in Plan
                ],
            }
        )


class Balance(ApiView):
    @documented("Credits left", shapes.Balance)
    def get(self, request: Request) -> Response:
        return Response({"credits": services.balance_of(signed_in(request))})


class Transactions(ApiView):
    @documented("What came and went, newest first", shapes.Transactions, query=PageQuery)
    def get(self, request: Request) -> Response:
        window = PageQuery.of(request).window
        rows = CreditTransaction.objects.filter(user=signed_in(request))
        answer = Response([_transaction(row) for row in rows[window]])
        answer["X-Total-Count"] = str(rows.count())
        return answer


class CheckQuery(StrictSerializer):
    required = serializers.IntegerField(min_value=0, max_value=1_000_000, default=1)  # type: ignore[assignment]


class Check(ApiView):
    @documented("Are there enough credits", shapes.Check, query=CheckQuery)
    def get(self, request: Request) -> Response:
        query = CheckQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        required, balance = query.validated_data["required"], services.balance_of(signed_in(request))
        return Response({"has_credits": balance >= required, "current_credits": balance, "required": required})


class SubscribeRequest(StrictSerializer):
    plan = serializers.ChoiceField(choices=Plan.choices)
    proof = serializers.CharField(max_length=4000, default="", allow_blank=True)


class Subscribe(ApiView):
    @documented(
        "Begin a plan that was paid for",
        shapes.SubscriptionAnswer,
        status=201,
        body=SubscribeRequest,
        errors=[Code.PAYMENT_UNVERIFIED],
    )
    @asked_once
    def post(self, request: Request) -> Response:
        body = SubscribeRequest(data=request.data)
        body.is_valid(raise_exception=True)
        plan = Plan(body.validated_data["plan"])
        payment = payments.verifier().plan(signed_in(request), plan, body.validated_data["proof"])
        return self._begin(request, plan, payment.reference)

    @idempotent  # after the verifier: nobody is asked over the network inside a transaction
    def _begin(self, request: Request, plan: Plan, reference: str) -> Response:
        subscription = subscriptions.start(signed_in(request), plan, payment_reference=reference)
        return Response({"subscription": _subscription(subscription)}, status=201)


class AddRequest(StrictSerializer):
    amount = serializers.IntegerField(min_value=1, max_value=100_000)
    transaction_id = serializers.CharField(max_length=60)


class Add(ApiView):
    @documented(
        "Add credits that were paid for", shapes.Balance, status=201, body=AddRequest, errors=[Code.PAYMENT_UNVERIFIED]
    )
    @asked_once
    def post(self, request: Request) -> Response:
        body = AddRequest(data=request.data)
        body.is_valid(raise_exception=True)
        wanted = body.validated_data
        payment = payments.verifier().purchase(signed_in(request), wanted["amount"], wanted["transaction_id"])
        return self._add(request, payment)

    @idempotent  # after the verifier, as above
    def _add(self, request: Request, payment: payments.Payment) -> Response:
        user = signed_in(request)
        services.purchase(user, payment.credits, reference=payment.reference, description=_("Credits bought"))
        return Response({"credits": services.balance_of(user)}, status=201)


class CancelSubscription(ApiView):
    @documented("Let the subscription run out", shapes.SubscriptionAnswer)
    @idempotent
    def post(self, request: Request) -> Response:
        require_no_fields(request)
        return Response({"subscription": _subscription(subscriptions.cancel(signed_in(request)))})


def _subscription(subscription: Subscription | None) -> dict[str, Any] | None:
    if subscription is None:
        return None
    return {
        "plan": subscription.plan,
        "status": subscription.status,
        "period_start": subscription.period_start,
        "period_end": subscription.period_end,
    }


def _transaction(row: CreditTransaction) -> dict[str, Any]:
    return {
        "id": row.pk,
        "amount": row.amount,
        "balance_after": row.balance_after,
        "transaction_type": row.transaction_type,
        "description": row.description,
        "reference_id": row.reference_id,
        "created_at": row.created_at,
    }


urlpatterns = [
    path("credits/status", Status.as_view(), name="api-credits-status"),
    path("credits/balance", Balance.as_view(), name="api-credits-balance"),
    path("credits/transactions", Transactions.as_view(), name="api-credits-transactions"),
    path("credits/check", Check.as_view(), name="api-credits-check"),
    path("credits/subscribe", Subscribe.as_view(), name="api-credits-subscribe"),
    path("credits/add", Add.as_view(), name="api-credits-add"),
    path("credits/cancel-subscription", CancelSubscription.as_view(), name="api-credits-cancel-subscription"),
]
