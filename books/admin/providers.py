"""The page of providers: how each does, and the switch that takes one out of every chain at once."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from books import vendors
from storyforge_site.accounts.models import User
from storyforge_site.accounts.who import signed_in
from storyforge_site.lib.admin import LookOnlyAdmin
from storyforge_site.models import ProviderSwitch
from storyforge_site.providers import switches

_ACTS: dict[str, tuple[Callable[[str, User, str], bool], str]] = {
    "off": (lambda name, by, why: switches.turn(name, off=True, by=by, why=why), "is off. Nobody asks it any more."),
    "on": (lambda name, by, why: switches.turn(name, off=False, by=by, why=why), "is on again."),
    "close": (switches.close_circuit, "is asked again from now on."),
}


class WhyForm(forms.Form):
    name = forms.CharField(max_length=60)
    why = forms.CharField(max_length=200)


@admin.register(ProviderSwitch)
class ProviderAdmin(LookOnlyAdmin):
    change_list_template = "admin/books/providers/page.html"
    list_per_page = 40  # there are not so many
    show_full_result_count = False
    actions = None

    def get_urls(self) -> list[URLPattern]:
        """No page of a row: all there is to see stands on one."""
        view = self.admin_site.admin_view
        return [
            path("", view(self.changelist_view), name="storyforge_site_providerswitch_changelist"),
            path("<str:what>/", view(self.act), name="provider_act"),
        ]

    def has_switch_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("storyforge_site.can_switch_provider")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = super().changelist_view(request, {**(extra_context or {}), "title": "Providers"})
        if isinstance(page, TemplateResponse) and page.context_data:
            page.context_data |= {
                "chains": vendors.chains(page.context_data["cl"].result_list),
                "caps": list(vendors.spent_today()),
                "may_switch": self.has_switch_permission(request),
            }
        return page

    def act(self, request: HttpRequest, what: str) -> HttpResponse:
        return require_POST(self._act)(request, what)

    def _act(self, request: HttpRequest, what: str) -> HttpResponse:
        if not self.has_switch_permission(request):
            raise PermissionDenied
        form = WhyForm(request.POST)
        if what not in _ACTS or request.POST.get("name") not in vendors.known():
            raise Http404
        if not form.is_valid():
            messages.error(request, "Say why, in 200 letters or less.")
        else:
            act, said = _ACTS[what]
            name = form.cleaned_data["name"]
            if act(name, signed_in(request), form.cleaned_data["why"]):
                messages.success(request, f"{name} {said}")
            else:
                messages.warning(request, f"{name} was so already; somebody may have been quicker.")
        return HttpResponseRedirect(reverse("admin:storyforge_site_providerswitch_changelist"))
