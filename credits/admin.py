from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from credits import services, subscriptions
from credits.models import CreditTransaction, Plan, Subscription, UserCredits
from storyforge_site.lib.admin import LookOnlyAdmin
from storyforge_site.lib.ids import new_id


class AdjustmentForm(forms.ModelForm):  # type: ignore[type-arg]
    amount = forms.IntegerField(label=_("Credits to add or take"), help_text=_("Below zero takes away."))
    reason = forms.CharField(label=_("Reason"), max_length=200)

    class Meta:
        model = UserCredits
        fields = ()

    def clean_amount(self) -> int:
        amount = int(self.cleaned_data["amount"])
        if not amount or self.instance.credits + amount < 0:
            raise forms.ValidationError(_("The balance may not go below zero, and nothing is no adjustment."))
        return amount


@admin.register(UserCredits)
class UserCreditsAdmin(LookOnlyAdmin):
    """Opening an account lets staff with the permission to change it add or take credits, with a reason."""

    form = AdjustmentForm

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return admin.ModelAdmin.has_change_permission(self, request, obj)

    def save_model(self, request: HttpRequest, obj: UserCredits, form: AdjustmentForm, change: bool) -> None:
        wanted = form.cleaned_data
        reference = new_id("adj")
        services.adjust(obj.user, wanted["amount"], reference=reference, description=wanted["reason"])

    def log_change(self, request: HttpRequest, obj: UserCredits, message: object) -> LogEntry:
        return super().log_change(request, obj, f"{request.POST.get('amount')}: {request.POST.get('reason')}")

    list_display = ("user", "credits", "total_purchased", "total_used", "updated_at")
    search_fields = ("user__email", "user__id")
    list_select_related = ("user",)


@admin.register(CreditTransaction)
class CreditTransactionAdmin(LookOnlyAdmin):
    list_display = ("created_at", "user", "movement", "amount", "balance_after", "reference_id")
    list_filter = ("movement", "transaction_type")
    search_fields = ("reference_id", "user__email", "user__id")
    list_select_related = ("user",)


@admin.register(Subscription)
class SubscriptionAdmin(LookOnlyAdmin):
    """Adding one starts the plan today, with its first month's credits, in place of a running one."""

    raw_id_fields = ("user",)
    list_display = ("user", "plan", "status", "period_start", "period_end")
    list_filter = ("plan", "status")
    search_fields = ("user__email", "user__id")
    list_select_related = ("user",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request)

    def get_fields(self, request: HttpRequest, obj: object = None) -> Any:
        return [field.name for field in Subscription._meta.fields] if obj else ["user", "plan"]

    def save_model(self, request: HttpRequest, obj: Subscription, form: object, change: bool) -> None:
        if obj.user:  # the form asks for one
            obj.pk = subscriptions.start(obj.user, Plan(obj.plan)).pk
