"""How a page looks to whoever asks: theme, size of text, spacing, face, motion.

What somebody saved with their account comes first, then what this device remembers in its cookie, then ours. The theme
is always the device's: bedtime is for the tablet in bed, not for the desk.
"""

from dataclasses import dataclass, fields
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from storyforge_site.accounts import services
from storyforge_site.accounts.preferences import DEFAULTS, Spacing, TextSize, Typeface
from storyforge_site.accounts.who import signed_in
from storyforge_site.lib.choices import Language

COOKIE = "appearance"
_YEAR_SECONDS = 365 * 24 * 60 * 60


class Theme(TextChoices):
    AUTO = "auto", _("Like this device")
    LIGHT = "light", _("Day")
    BEDTIME = "bedtime", _("Bedtime")


class Motion(TextChoices):
    FULL = "false", _("Things may move")
    LESS = "true", _("As little as possible")


class AppearanceForm(forms.Form):
    """Only what is said changes."""

    theme = forms.ChoiceField(label=_("Light"), choices=Theme, required=False, widget=forms.RadioSelect)
    text_size = forms.ChoiceField(label=_("Text size"), choices=TextSize, required=False, widget=forms.RadioSelect)
    text_spacing = forms.ChoiceField(label=_("Spacing"), choices=Spacing, required=False, widget=forms.RadioSelect)
    typeface = forms.ChoiceField(label=_("Letters"), choices=Typeface, required=False, widget=forms.RadioSelect)
    reduce_motion = forms.ChoiceField(label=_("Movement"), choices=Motion, required=False, widget=forms.RadioSelect)

    def chosen(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value}


@dataclass(frozen=True, slots=True)
class Appearance:
    """What stands on <html>, by the names of the preferences."""

    theme: str = Theme.AUTO.value
    text_size: str = DEFAULTS["text_size"]
    text_spacing: str = DEFAULTS["text_spacing"]
    typeface: str = DEFAULTS["typeface"]
    reduce_motion: str = Motion.FULL.value


_NAMES = tuple(field.name for field in fields(Appearance))


def appearance(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Costs no query beside the one that says who asks."""
    look = of_request(request)
    form = AppearanceForm(initial={name: getattr(look, name) for name in _NAMES}, auto_id="look-%s")
    return {"appearance": look, "appearance_form": form, "reader_key": reader_key(request)}


def of_request(request: HttpRequest) -> Appearance:
    return Appearance(**(of_device(request) | _saved(request)))


def of_device(request: HttpRequest) -> dict[str, str]:
    """What the cookie says and the form would accept; it may have been written by anybody."""
    pairs = (part.partition(":") for part in request.COOKIES.get(COOKIE, "").split("|"))
    told = {name: value for name, _colon, value in pairs}
    form = AppearanceForm(told)
    form.is_valid()
    return form.chosen()


def reader_key(request: HttpRequest) -> str:
    """Whose pages these are, for the store of books on a device: says nothing about who that is. "" for nobody.

    Of a family that staff look in on, nothing stays on the device.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or hasattr(request, "seen_by"):
        return ""
    return salted_hmac("storyforge.reader", user.pk, algorithm="sha256").hexdigest()[:16]


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Back to the page it was asked from; a script that does not want a page gets 204."""
    form = AppearanceForm(request.POST)
    form.is_valid()  # what nobody could have chosen is left out
    chosen = form.chosen()
    wants_page = "text/html" in request.headers.get("Accept", "")
    response = redirect(_next(request)) if wants_page else HttpResponse(status=204)
    _remember(request, response, of_device(request) | chosen)
    preferences: dict[str, str | bool] = {name: value for name, value in chosen.items() if name != "theme"}
    if preferences and request.user.is_authenticated:
        if "reduce_motion" in preferences:
            preferences |= {"reduce_motion": preferences["reduce_motion"] == Motion.LESS}
        services.change_profile(signed_in(request), {"preferences": preferences})
    return response


@require_POST
def change_language(request: HttpRequest) -> HttpResponseBase:
    """Django's cookie for this device, and the account's language for the next one."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in Language.values:
        services.change_profile(signed_in(request), {"language": language})
    return set_language(request)


def _saved(request: HttpRequest) -> dict[str, str]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    stored = {name: value for name, value in user.preferences.items() if name in _NAMES}
    return stored | {"reduce_motion": str(stored["reduce_motion"]).lower()} if "reduce_motion" in stored else stored


def _remember(request: HttpRequest, response: HttpResponse, chosen: dict[str, str]) -> None:
    """Readable by scripts, which show a choice before the server has heard of it."""
    response.set_cookie(
        COOKIE,
        "|".join(f"{name}:{value}" for name, value in chosen.items()),
        max_age=_YEAR_SECONDS,
        secure=request.is_secure(),
        samesite="Lax",
    )


def _next(request: HttpRequest) -> str:
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours else reverse("home")
