"""What staff do to one row: a button on its page, a form that says why, one call of a service, a word back.

A ModelAdmin lists its acts; each has a page of its own behind the row's (`…/<id>/<name>/`) and a permission of its own,
which is asked for when the button is shown, when the page is opened and when the form is sent.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storyforge_site.lib.admin import StaffAdmin
from storyforge_site.lib.errors import StoryforgeError

Words = str | Promise


class ReasonForm(forms.Form):
    """`row` is what it is about."""

    reason: forms.Field = forms.CharField(label=_("Reason"), max_length=200, strip=True)

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row


def _always(row: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Act:
    """`do` gets the request, the row and what the form says; it returns what staff are told, or an answer of its own.

    `is_offered` says whether it makes sense for a row; a service refuses by itself what it must.
    """

    title: Words
    permission: str
    do: Callable[[HttpRequest, Any, dict[str, Any]], "Words | HttpResponseBase"]
    explanation: Words = ""
    form: type[ReasonForm] = ReasonForm
    is_offered: Callable[[Any], bool] = _always
    is_grave: bool = False


class ActingAdmin(StaffAdmin):
    acts: ClassVar[Mapping[str, Act]] = {}
    change_form_template = "admin/change_form_with_acts.html"

    def get_urls(self) -> list[Any]:
        return [*map(self._route, self.acts), *super().get_urls()]

    def _route(self, name: str) -> URLPattern:
        def view(request: HttpRequest, object_id: str) -> HttpResponseBase:
            return self.act_view(request, object_id, name)

        where = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
        return path(f"<path:object_id>/{name}/", self.admin_site.admin_view(view), name=where)

    def address_of(self, row: Any, page: str = "change") -> str:
        where = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(where, args=[quote(row.pk)])

    def offered(self, request: HttpRequest, row: Any) -> list[dict[str, Any]]:
        may = [(name, act) for name, act in self.acts.items() if request.user.has_perm(act.permission)]
        return [
            {"title": act.title, "address": self.address_of(row, name), "is_grave": act.is_grave}
            for name, act in may
            if act.is_offered(row)
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Any:
        row = self.get_object(request, unquote(object_id)) if self.has_view_permission(request) else None
        more = {"acts": self.offered(request, row), **self.beside(request, row)} if row else {}
        return super().change_view(request, object_id, form_url, {**more, **(extra_context or {})})

    def beside(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """What else a row's page shows."""
        return {}

    def act_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponseBase:
        act, row = self.acts[name], self.get_object(request, unquote(object_id))
        if not request.user.has_perm(act.permission):
            raise PermissionDenied
        if row is None:
            raise Http404
        form = act.form(request.POST or None, row=row)
        done = _carry_out(act, form, request, row)
        if isinstance(done, HttpResponseBase):
            return done
        if done is not None:
            messages.success(request, str(done))
            return HttpResponseRedirect(self._back(request, row))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": row,
            "title": act.title,
            "act": act,
            "form": form,
            "back": self.address_of(row),
        }
        return TemplateResponse(request, "admin/act.html", context, status=422 if form.errors else 200)

    def _back(self, request: HttpRequest, row: Any) -> str:
        """To the row's page, or to the list when the row is gone or not for these eyes."""
        is_there = self.model._default_manager.filter(pk=row.pk).exists() if row.pk else False
        if is_there and self.has_view_permission(request, row):
            return self.address_of(row)
        return reverse("admin:index")


def _carry_out(act: Act, form: ReasonForm, request: HttpRequest, row: Any) -> "Words | HttpResponseBase | None":
    """None while there is nothing to do, or it was refused: then the form says why."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act.do(request, row, form.cleaned_data)
    except StoryforgeError as refusal:
        for wrong in refusal.fields:
            form.add_error(wrong.field if wrong.field in form.fields else None, wrong.message)
        if not refusal.fields:
            form.add_error(None, refusal.sentence)
        return None
