"""What the API of credits answers, for its schema."""

from typing import Any

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from credits.models import Plan, SubscriptionStatus, TransactionType

_SUBSCRIPTION: dict[str, Any] = {
    "plan": serializers.ChoiceField(choices=Plan.choices),
    "status": serializers.ChoiceField(choices=SubscriptionStatus.choices),
    "period_start": serializers.DateTimeField(),
    "period_end": serializers.DateTimeField(),
}
Subscription = inline_serializer("Subscription", _SUBSCRIPTION, allow_null=True)
SubscriptionAnswer = inline_serializer("SubscriptionAnswer", {"subscription": Subscription})
Balance = inline_serializer("Balance", {"credits": serializers.IntegerField(min_value=0)})
Check = inline_serializer(
    "CreditCheck",
    {
        "has_credits": serializers.BooleanField(),
        "current_credits": serializers.IntegerField(min_value=0),
        "required": serializers.IntegerField(min_value=0),
    },
)
Transactions = inline_serializer(
    "CreditTransaction",
    {
        "id": serializers.CharField(),
        "amount": serializers.IntegerField(help_text="signed"),
        "balance_after": serializers.IntegerField(min_value=0),
        "transaction_type": serializers.ChoiceField(choices=TransactionType.choices),
        "description": serializers.CharField(allow_blank=True),
        "reference_id": serializers.CharField(),
        "created_at": serializers.DateTimeField(),
    },
    many=True,
)
_PLAN: dict[str, Any] = {
    "plan": serializers.ChoiceField(choices=Plan.choices),
    "name": serializers.CharField(),
    "credits_per_month": serializers.IntegerField(min_value=0),
}
_ACCOUNT: dict[str, Any] = {
    name: serializers.IntegerField(min_value=0) for name in ("credits", "total_purchased", "total_used")
}
Status = inline_serializer(
    "CreditStatus",
    {
        "credits": inline_serializer("CreditAccount", _ACCOUNT),
        "subscription": Subscription,
        "available_plans": inline_serializer("AvailablePlan", _PLAN, many=True),
    },
)
