"""The parents' gate: what a child should not open by accident stands behind a held button and a small sum.

It keeps small hands out and is no lock: whoever can multiply passes. The sum, the wrong answers and how long the gate
stays open live in the session, so that reloading the page begins nothing anew.
"""

import random
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from storyforge_site.lib.clock import now

OPEN_SECONDS = 10 * 60
TRIES = 3
PAUSE_SECONDS = 60
_OPEN_UNTIL, _SUM, _WRONG, _PAUSE_UNTIL = "parents_until", "parents_sum", "parents_wrong", "parents_pause_until"

View = Callable[..., HttpResponseBase]


def parents_only(view: View) -> View:
    """Signed in and through the gate, else to the gate and back."""

    @wraps(view)
    def behind_the_gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_open(request):
            return view(request, *args, **kwargs)
        address = f"{reverse('parents')}?{urlencode({'next': _way_back(request)})}"
        return HttpResponseClientRedirect(address) if request.headers.get("HX-Request") else redirect(address)

    return login_required(behind_the_gate)


def is_open(request: HttpRequest) -> bool:
    """Also to staff who see the site as a family does: they are grown up, and send no form."""
    until: float = request.session.get(_OPEN_UNTIL, 0)
    return now().timestamp() < until or hasattr(request, "seen_by")


class SumForm(forms.Form):
    answer = forms.IntegerField(min_value=0, max_value=9999)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def parents(request: HttpRequest) -> HttpResponseBase:
    """The gate; and once it is open what lies behind it."""
    wanted = _safe(request, request.POST.get("next") or request.GET.get("next", ""))
    if is_open(request):
        return redirect(wanted) if wanted else render(request, "accounts/parents.html")
    error = ""
    if request.method == "POST" and not _seconds_to_wait(request):
        if _is_right(request):
            _open(request)
            return redirect(wanted or "parents")
        error = _("That is not it. Here is another one.")
    context = {"sum": _sum(request), "wait": _seconds_to_wait(request), "error": error, "next": wanted}
    return render(request, "accounts/gate.html", context, status=422 if error else 200)


@login_required
@require_POST
def close_gate(request: HttpRequest) -> HttpResponse:
    """Before the phone goes back to the child."""
    request.session.pop(_OPEN_UNTIL, None)
    return redirect("home")


def _is_right(request: HttpRequest) -> bool:
    """A sum is asked once: right or wrong, the next one is new."""
    first, second = _sum(request)
    del request.session[_SUM]
    form = SumForm(request.POST)
    right = form.is_valid() and form.cleaned_data["answer"] == first * second
    wrong = 0 if right else request.session.get(_WRONG, 0) + 1
    if wrong >= TRIES:
        wrong = 0
        request.session[_PAUSE_UNTIL] = now().timestamp() + PAUSE_SECONDS
    request.session[_WRONG] = wrong
    return right


def _open(request: HttpRequest) -> None:
    request.session[_OPEN_UNTIL] = now().timestamp() + OPEN_SECONDS


def _sum(request: HttpRequest) -> tuple[int, int]:
    """Easy for whoever learnt it long ago: two factors between 6 and 9."""
    if _SUM not in request.session:
        request.session[_SUM] = [random.randint(6, 9), random.randint(6, 9)]
    first, second = request.session[_SUM]
    return first, second


def _seconds_to_wait(request: HttpRequest) -> int:
    until: float = request.session.get(_PAUSE_UNTIL, 0)
    return max(0, round(until - now().timestamp()))


def _way_back(request: HttpRequest) -> str:
    """A form cannot be sent again from the gate; its page can be opened again."""
    if request.method == "GET" and not request.headers.get("HX-Request"):
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    path = f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
    return path if came_from.netloc == request.get_host() else ""


def _safe(request: HttpRequest, address: str) -> str:
    """Only a page of ours; "" for any other."""
    ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if ours else ""
