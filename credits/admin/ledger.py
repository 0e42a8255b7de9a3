from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from credits import staff
from credits.models import CreditTransaction, Movement
from storyforge_site.accounts.who import signed_in
from storyforge_site.lib.acts import Act, ActingAdmin
from storyforge_site.lib.admin import LookOnlyAdmin


def _refund(request: HttpRequest, row: CreditTransaction, said: dict[str, Any]) -> str:
    count = staff.refund(signed_in(request), row, reason=said["reason"])
    return ngettext("%(count)d credit was given back.", "%(count)d credits were given back.", count) % {"count": count}


def _was_spent(row: CreditTransaction) -> bool:
    return row.movement == Movement.CAPTURE and staff.refundable(row.reference_id) > 0


@admin.register(CreditTransaction)
class CreditTransactionAdmin(LookOnlyAdmin, ActingAdmin):
    ids: ClassVar = {"txn": "pk", "user": "user", "job": "reference_id", "gift": "reference_id", "adj": "reference_id"}
    person = "user"
    list_display = ("created_at", "user", "movement", "amount", "balance_after", "description", "reference_id")
    list_filter = ("movement", "transaction_type")
    list_select_related = ("user",)
    acts: ClassVar = {
        "refund": Act(
            _("Give back"),
            "credits.give_credits",
            _refund,
            explanation=_("What the book took goes back to the family, once. The family reads the reason."),
            is_offered=_was_spent,
        ),
    }
