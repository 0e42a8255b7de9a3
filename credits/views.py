"""The site's page about credits, behind the parents' gate."""

from email.utils import parseaddr

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from credits import history, services, subscriptions
from credits.models import Plan, SubscriptionStatus
from storyforge_site.accounts.gate import parents_only
from storyforge_site.accounts.who import signed_in

ON_A_PAGE = 20


@parents_only
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    account = services.open_account(user)
    page = Paginator(history.movements(user), ON_A_PAGE).get_page(request.GET.get("page"))
    running = subscriptions.current(user)
    context = {
        "account": account,
        "price": settings.BOOK_PRICE_CREDITS,
        "page": page,
        "lines": [history.in_words(row) for row in page],
        "running": running,
        "can_cancel": running is not None and running.status == SubscriptionStatus.ACTIVE,
        "plans": [{"name": plan.label, "credits": settings.PLANS[plan], "key": plan.value} for plan in Plan],
        "present": running.plan if running else Plan.FREE,
        "opening": settings.OPENING_CREDITS,
        "is_sold": bool(settings.PAYMENT_VERIFIER),
        "write_to": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
    }
    return render(request, "credits/credits.html", context)


@parents_only
@require_POST
def cancel(request: HttpRequest) -> HttpResponse:
    subscriptions.cancel(signed_in(request))
    messages.success(request, _("Your plan runs to the end of its month and then ends. Your books stay."))
    return redirect("credits")
