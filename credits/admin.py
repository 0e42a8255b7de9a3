from django.contrib import admin
from django.http import HttpRequest

from credits.models import CreditTransaction, Subscription, UserCredits


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Money moves through services; the admin only looks."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(UserCredits)
class UserCreditsAdmin(ReadOnlyAdmin):
    list_display = ("user", "credits", "total_purchased", "total_used", "updated_at")
    search_fields = ("user__email", "user__id")
    list_select_related = ("user",)


@admin.register(CreditTransaction)
class CreditTransactionAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "user", "movement", "amount", "balance_after", "reference_id")
    list_filter = ("movement", "transaction_type")
    search_fields = ("reference_id", "user__email", "user__id")
    list_select_related = ("user",)


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnlyAdmin):
    list_display = ("user", "plan", "status", "period_start", "period_end")
    list_filter = ("plan", "status")
    search_fields = ("user__email", "user__id")
    list_select_related = ("user",)
