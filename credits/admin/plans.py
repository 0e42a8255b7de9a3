from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from credits import staff
from credits.models import Plan, Subscription, SubscriptionStatus
from storyforge_site.accounts.who import signed_in
from storyforge_site.lib.acts import Act, ActingAdmin
from storyforge_site.lib.admin import LookOnlyAdmin


class StartForm(forms.ModelForm):  # type: ignore[type-arg]
    reason = forms.CharField(label=_("Reason"), max_length=200)

    class Meta:
        model = Subscription
        fields = ("user", "plan")


def _cancel(request: HttpRequest, row: Subscription, said: dict[str, Any]) -> Any:
    staff.cancel_plan(signed_in(request), row, reason=said["reason"])
    return _("The plan runs to the end of its month and then ends.")


def _runs_on(row: Subscription) -> bool:
    return row.status == SubscriptionStatus.ACTIVE


@admin.register(Subscription)
class SubscriptionAdmin(LookOnlyAdmin, ActingAdmin):
    """Adding one starts the plan today, with its first month's credits, in place of a running one."""

    ids: ClassVar = {"sub": "pk", "user": "user"}
    person = "user"
    raw_id_fields = ("user",)
    list_display = ("user", "plan", "status", "period_start", "period_end")
    list_filter = ("plan", "status")
    list_select_related = ("user",)
    change_form_template = "admin/credits/subscription.html"
    acts: ClassVar = {
        "cancel": Act(
            _("Cancel the plan"),
            "credits.change_subscription",
            _cancel,
            explanation=_("It runs to the end of its month. What was paid for is not taken away."),
            is_offered=_runs_on,
        ),
    }

    def has_add_permission(self, request: HttpRequest) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **({"form": StartForm} | kwargs if obj is None else kwargs))

    def get_fields(self, request: HttpRequest, obj: object = None) -> Any:
        return [field.name for field in Subscription._meta.fields] if obj else ["user", "plan", "reason"]

    def save_model(self, request: HttpRequest, obj: Subscription, form: Any, change: bool) -> None:
        if obj.user:  # the form asks for one
            reason = form.cleaned_data["reason"]
            obj.pk = staff.start_plan(signed_in(request), obj.user, Plan(obj.plan), reason=reason).pk

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry | None:  # type: ignore[override]
        return None  # the service has written it down, with the reason

    def beside(self, request: HttpRequest, row: Subscription) -> dict[str, Any]:
        return {"months": staff.months_granted(row)}
