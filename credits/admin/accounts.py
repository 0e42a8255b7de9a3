"""A family's account: what is in it, what came and went, and forms to give, adjust and refund."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from credits import services, staff
from credits.models import CreditTransaction, Movement, UserCredits
from storyforge_site.accounts.desk import Figure
from storyforge_site.accounts.models import User
from storyforge_site.accounts.who import signed_in
from storyforge_site.lib.acts import Act, ActingAdmin, ReasonForm
from storyforge_site.lib.admin import LookOnlyAdmin
from storyforge_site.lib.ids import new_id

_SHOWN = 25  # movements on an account's page


class CreditsForm(ReasonForm):
    """`reference` is new each time the form is shown, so that one sent twice gives once."""

    prefix_of_reference = ""
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("The family reads this."))
    reference = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pattern = rf"{self.prefix_of_reference}_[0-9a-z]{{26}}"
        self.fields["reference"] = forms.RegexField(pattern, widget=forms.HiddenInput, strip=True)
        self.initial["reference"] = new_id(self.prefix_of_reference)


class GiveForm(CreditsForm):
    prefix_of_reference = staff.GIFT
    amount = forms.IntegerField(label=_("Credits"), min_value=1, max_value=1000)
    field_order = ("amount", "reason")


class AdjustForm(CreditsForm):
    prefix_of_reference = staff.ADJUSTMENT
    amount = forms.IntegerField(label=_("Credits to add or take"), help_text=_("Below zero takes away."))
    field_order = ("amount", "reason")


def _give(request: HttpRequest, account: UserCredits, said: dict[str, Any]) -> str:
    staff.give(signed_in(request), account.user, said["amount"], reason=said["reason"], reference=said["reference"])
    given = ngettext("%(count)d credit was given.", "%(count)d credits were given.", said["amount"])
    return given % {"count": said["amount"]}


def _adjust(request: HttpRequest, account: UserCredits, said: dict[str, Any]) -> Any:
    staff.adjust(signed_in(request), account.user, said["amount"], reason=said["reason"], reference=said["reference"])
    return _("The balance was adjusted.")


@admin.register(UserCredits)
class UserCreditsAdmin(LookOnlyAdmin, ActingAdmin):
    """The forms stand on the account's page; one that is refused comes back on a page of its own."""

    ids: ClassVar = {"user": "pk"}
    person = "user"
    list_display = ("user", "credits", "total_purchased", "total_used", "updated_at")
    list_select_related = ("user",)
    fields = readonly_fields = ("user", "updated_at")
    change_form_template = "admin/credits/account.html"
    acts: ClassVar = {
        "give": Act(_("Give credits"), "credits.give_credits", _give, form=GiveForm),
        "adjust": Act(_("Adjust the balance"), "credits.adjust_credits", _adjust, form=AdjustForm),
    }

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """An account is opened when somebody first asks about it, staff included."""
        found = super().get_object(request, object_id, from_field)
        may_open = found is None and self.has_view_permission(request)
        person = User.objects.filter(pk=object_id).first() if may_open else None
        return services.open_account(person) if person else found

    def offered(self, request: HttpRequest, row: Any) -> list[dict[str, Any]]:
        return []  # their forms are on the page

    def beside(self, request: HttpRequest, row: UserCredits) -> dict[str, Any]:
        may = [(name, act) for name, act in self.acts.items() if request.user.has_perm(act.permission)]
        forms_shown = [
            {"act": act, "address": self.address_of(row, name), "form": act.form(row=row, auto_id=f"{name}-%s")}
            for name, act in may
        ]
        movements = list(CreditTransaction.objects.filter(user=row.user)[:_SHOWN])
        figures = [
            Figure(_("credits"), row.credits),
            Figure(_("used for books"), row.total_used),
            Figure(_("bought"), row.total_purchased),
            Figure(_("given by staff today"), staff.given_today(row.user)),
        ]
        shown = {"figures": figures, "forms": forms_shown, "movements": _with_refunds(movements, request)}
        return {"subtitle": row.user, **shown}


def _with_refunds(rows: list[CreditTransaction], request: HttpRequest) -> list[dict[str, Any]]:
    """Beside what was spent and not given back, where to give it back."""
    references = [row.reference_id for row in rows if row.movement == Movement.CAPTURE]
    back = _references(CreditTransaction.objects.filter(reference_id__in=references, movement=Movement.REFUND))
    may = request.user.has_perm("credits.give_credits")
    return [
        {
            "row": row,
            "refund": reverse("admin:credits_credittransaction_refund", args=[row.pk])
            if may and row.movement == Movement.CAPTURE and row.reference_id not in back
            else "",
        }
        for row in rows
    ]


def _references(rows: QuerySet[CreditTransaction]) -> set[str]:
    return set(rows.values_list("reference_id", flat=True))
