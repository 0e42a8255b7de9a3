"""Money of the house: balances, an append-only ledger, subscriptions.

Only `credits/services.py` writes these tables. A movement is made against a `reference` (a job's id, a
user's id, a payment's id), and each kind of movement happens once per reference: the database says so.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from storyforge_site.lib.clock import now
from storyforge_site.lib.ids import PrefixedIdField


class UserCredits(models.Model):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="credit_account"
    )
    credits = models.IntegerField(default=0)
    total_purchased = models.PositiveIntegerField(default=0)
    total_used = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("credit account")
        verbose_name_plural = _("credit accounts")
        permissions = (
            ("give_credits", "Can give a family a few credits"),
            ("adjust_credits", "Can adjust a balance without a limit"),
        )
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(credits__gte=0), name="credits_never_below_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.credits}"


class Movement(models.TextChoices):
    """What a ledger row does. A reserve is settled by exactly one capture or release."""

    OPENING = "opening", _("Opening bonus")
    RESERVE = "reserve", _("Held for a book")
    CAPTURE = "capture", _("Book finished")
    RELEASE = "release", _("Returned")
    REFUND = "refund", _("Refund")
    GRANT = "grant", _("Subscription")
    PURCHASE = "purchase", _("Purchase")
    BONUS = "bonus", _("Bonus")
    ADJUSTMENT = "adjustment", _("Adjustment")


class TransactionType(models.TextChoices):
    """The word the API uses for a row (API.md, "Credits")."""

    PURCHASE = "purchase", _("Purchase")
    SUBSCRIPTION = "subscription", _("Subscription")
    USAGE = "usage", _("Usage")
    REFUND = "refund", _("Refund")
    BONUS = "bonus", _("Bonus")
    ADJUSTMENT = "adjustment", _("Adjustment")


class CreditTransaction(models.Model):
    """One signed movement. Never updated, never deleted; an erased person leaves the row without a name."""

    id = PrefixedIdField("txn")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="credit_transactions"
    )
    amount = models.IntegerField(help_text="signed; 0 for a capture, which only settles a reserve")
    balance_after = models.PositiveIntegerField()
    transaction_type = models.CharField(max_length=16, choices=TransactionType)
    movement = models.CharField(max_length=16, choices=Movement)
    description = models.CharField(max_length=200, blank=True)
    reference_id = models.CharField(max_length=80)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("-created_at", "-id")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["user", "-created_at"], name="txn_user_newest")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["reference_id", "movement"], name="txn_movement_once_per_reference"),
            models.UniqueConstraint(
                fields=["reference_id"],
                condition=Q(movement__in=["capture", "release"]),
                name="txn_reserve_settled_once",
            ),
            models.CheckConstraint(
                condition=Q(amount=0, movement="capture")
                | Q(amount__lt=0, movement__in=["reserve", "adjustment"])
                | (Q(amount__gt=0) & ~Q(movement__in=["reserve", "capture"])),
                name="txn_sign_fits_movement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.movement} {self.amount:+d} ({self.reference_id})"


class Plan(models.TextChoices):
    FREE = "free", _("Free")
    BASIC = "basic", _("Basic")
    PREMIUM = "premium", _("Premium")


class SubscriptionStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    CANCELLED = "cancelled", _("Cancelled, runs to the end of the period")
    EXPIRED = "expired", _("Expired")


class Subscription(models.Model):
    id = PrefixedIdField("sub")
    # It outlives its person, so that a payment which has begun a plan begins no other for somebody new.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="subscriptions"
    )
    plan = models.CharField(max_length=16, choices=Plan)
    status = models.CharField(max_length=16, choices=SubscriptionStatus, default=SubscriptionStatus.ACTIVE)
    period_start = models.DateTimeField()
    period_end = models.DateTimeField()
    payment_reference = models.CharField(max_length=80, blank=True, help_text="empty where staff gave the plan")
    created_at = models.DateTimeField(default=now, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["status", "period_end"], name="subscription_due"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"], condition=~Q(status="expired"), name="subscription_one_running_per_user"
            ),
            models.UniqueConstraint(
                fields=["payment_reference"], condition=~Q(payment_reference=""), name="subscription_paid_once"
            ),
            models.CheckConstraint(
                condition=Q(period_end__gt=models.F("period_start")), name="subscription_period_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} ({self.status})"
