"""The account's pages: what a person says about themselves, keeps, takes along and has erased."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from storyforge_site.accounts import erasure, services
from storyforge_site.accounts.forms import EraseForm, KeepForm, PreferencesForm, ProfileForm
from storyforge_site.accounts.gate import parents_only
from storyforge_site.accounts.who import signed_in
from storyforge_site.lib import ratelimits
from storyforge_site.lib.errors import StoryforgeError


@parents_only
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    return _account(request)


@parents_only
@require_POST
def profile(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = ProfileForm(request.POST, user=user)
    if not form.is_valid():
        return _account(request, profile=form)
    services.change_profile(user, form.cleaned_data)
    language = form.cleaned_data["language"]
    with translation.override(language):
        messages.success(request, _("Saved."))
    response = redirect("account")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=request.is_secure(),
        samesite="Lax",
    )
    return response


@parents_only
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = PreferencesForm(request.POST, user=user)
    if not form.is_valid():
        return _account(request, preferences=form)
    services.change_profile(user, {"preferences": form.cleaned_data})
    messages.success(request, _("Saved. Your books look and sound so from now on."))
    return redirect("account")


@sensitive_post_parameters("password")
@login_required
@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """A guest signs up and stays the same person, with every book."""
    user = signed_in(request)
    if not user.is_guest:
        return redirect("account")
    form = KeepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ratelimits.enforce(request, group=ratelimits.GUEST)
            address = services.upgrade_guest(user, **form.cleaned_data)
        except StoryforgeError as error:
            for wrong in error.fields:
                form.add_error(wrong.field, wrong.message)
            if not error.fields:
                form.add_error(None, error.sentence)
        else:
            login(request, address.user, backend=settings.AUTHENTICATION_BACKENDS[0])
            services.ask_for_confirmation(request, address)
            messages.success(request, _("Your books are safe: sign in with your address on any device."))
            return redirect("library")
    return render(request, "accounts/keep.html", {"form": form}, status=422 if form.errors else 200)


@sensitive_post_parameters("proof")
@parents_only
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = EraseForm(request.POST or None, user=user)
    if request.method == "POST":
        try:
            ratelimits.enforce(request, group=ratelimits.GUEST)  # a password is asked for
        except StoryforgeError as error:
            form.add_error(None, error.sentence)
        if form.is_valid():
            erasure.erase(user)
            logout(request)
            messages.success(request, _("Your account is erased, and everything in it. Goodbye, and thank you."))
            return redirect("home")
    return render(request, "accounts/erase.html", {"form": form}, status=422 if form.errors else 200)


def _account(request: HttpRequest, **refused: Form) -> HttpResponse:
    user = signed_in(request)
    context = {
        "profile": refused.get("profile") or ProfileForm(user=user),
        "preferences": refused.get("preferences") or PreferencesForm(user=user),
        "other_houses": bool(settings.SOCIALACCOUNT_PROVIDERS),
    }
    return render(request, "accounts/account.html", context, status=422 if refused else 200)
