"""Staff's review queue: what no moderator was sure about."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from storyforge_site.accounts.who import signed_in
from storyforge_site.lib.admin import LookOnlyAdmin
from storyforge_site.lib.errors import StoryforgeError
from storyforge_site.providers import registry
from storyforge_site.safety import review, verdicts
from storyforge_site.safety.models import Decision, ModerationVerdict


class WaitingFilter(admin.SimpleListFilter):
    title = _("review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("waiting", str(_("waiting"))), ("decided", str(_("decided")))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ModerationVerdict]) -> QuerySet[ModerationVerdict]:
        if self.value() == "waiting":
            return queryset & ModerationVerdict.objects.waiting()
        return queryset & ModerationVerdict.objects.decided() if self.value() == "decided" else queryset


class ProviderFilter(admin.SimpleListFilter):
    """By name, without asking every row for its own."""

    title = _("provider")
    parameter_name = "provider"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [(name, name) for name in (*registry.MODERATORS, "staff")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ModerationVerdict]) -> QuerySet[ModerationVerdict]:
        return queryset.filter(provider=self.value()) if self.value() else queryset


@admin.register(ModerationVerdict)
class ModerationVerdictAdmin(LookOnlyAdmin):
    list_display = ("created_at", "about", "outcome", "provider", "readers", "language", "worries", "decision")
    list_filter = (WaitingFilter, "outcome", "decision", "what", ProviderFilter, "target_age")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    ordering = ("-pk",)
    ids: ClassVar = {"user": "user", "job": "job"}
    person = "user"
    search_fields = ("user__id", "job__id")
    actions = ("fit_for_children", "not_fit")
    change_list_template = "admin/safety/verdicts.html"
    fields = (
        *("created_at", "user", "job", "page_number", "what", "target_age", "language"),
        *("provider", "model", "policy", "outcome", "categories", "scores"),
        *("kept_text", "picture", "decision", "decided_by", "decided_at"),
    )
    readonly_fields = fields

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("review/", view(self.review_next), name="review"),
            path("review/<int:pk>/", view(self.review_one), name="review_one"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        may_decide = self.has_decide_permission(request)
        waiting = ModerationVerdict.objects.waiting().count() if may_decide else 0
        return super().changelist_view(request, {**(extra_context or {}), "may_decide": may_decide, "waiting": waiting})

    def review_next(self, request: HttpRequest) -> HttpResponse:
        """To the next one, behind the row that `after` names; or the page that says that nothing waits."""
        self._require_decider(request)
        after = request.GET.get("after", "")
        row = review.next_waiting(signed_in(request), after=int(after) if after.isdecimal() else 0)
        if row:
            return HttpResponseRedirect(reverse("admin:review_one", args=[row.pk]))
        return self._page(request, row=None)

    def review_one(self, request: HttpRequest, pk: int) -> HttpResponse:
        self._require_decider(request)
        row = review.found(pk, signed_in(request))
        if row is None:
            messages.warning(request, "That one was decided already; here is the next.")
        elif request.method != "POST":
            return self._page(request, row)
        else:
            self._decide_one(request, row)
        return HttpResponseRedirect(f"{reverse('admin:review')}?after={pk}")

    def _require_decider(self, request: HttpRequest) -> None:
        if not self.has_decide_permission(request):
            raise PermissionDenied

    def _page(self, request: HttpRequest, row: ModerationVerdict | None) -> HttpResponse:
        shown = {
            **self.admin_site.each_context(request),
            "title": "Review",
            "opts": self.opts,
            "row": row,
            "waiting": ModerationVerdict.objects.waiting().count(),
        }
        if row:
            shown |= {
                "picture": review.picture_of(row),
                "words": review.words_beside(row),
                "scores": review.scores_of(row),
                "may_be_repainted": review.may_be_repainted(row),
            }
        return TemplateResponse(request, "admin/safety/review.html", shown)

    def _decide_one(self, request: HttpRequest, row: ModerationVerdict) -> None:
        by, said = signed_in(request), request.POST.get("decision", "")
        try:
            if said == "repaint" and review.may_be_repainted(row):
                was_first, done = review.repaint(row, by), "Not fit; the pictures are painted again."
            elif said in (Decision.FIT, Decision.UNFIT):
                was_first = review.decide(row, Decision(said), by)
                done = "Fit." if said == Decision.FIT else "Not fit."
            else:
                messages.error(request, "Nothing was decided: choose fit, not fit or repaint.")
                return
        except StoryforgeError as error:
            messages.error(request, f"Nothing was decided. {error.note}")
            return
        if was_first:
            messages.success(request, done)
        else:
            messages.warning(request, "Somebody else was quicker and decided this one.")

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("safety.change_moderationverdict")

    @admin.display(description="what", ordering="what")
    def about(self, row: ModerationVerdict) -> str:
        return row.what

    @admin.display(description="readers", ordering="target_age")
    def readers(self, row: ModerationVerdict) -> str:
        return row.target_age

    @admin.display(description="worries")
    def worries(self, row: ModerationVerdict) -> str:
        return ", ".join(sorted(row.categories))

    @admin.display(description=_("picture"))
    def picture(self, row: ModerationVerdict) -> SafeString | str:
        """A link, so that nobody sees it before they want to."""
        if not row.picture_key:
            return ""
        return format_html('<a href="{}">{}</a>', default_storage.url(row.picture_key), _("Look at the picture"))

    @admin.action(description=_("Fit for children"), permissions=["decide"])
    def fit_for_children(self, request: HttpRequest, queryset: QuerySet[ModerationVerdict]) -> None:
        """The family can order again, and the same passes."""
        self._decide(request, queryset, Decision.FIT)

    @admin.action(description=_("Not fit"), permissions=["decide"])
    def not_fit(self, request: HttpRequest, queryset: QuerySet[ModerationVerdict]) -> None:
        self._decide(request, queryset, Decision.UNFIT)

    def _decide(self, request: HttpRequest, queryset: QuerySet[ModerationVerdict], decision: Decision) -> None:
        count = verdicts.decide(list(queryset), decision, signed_in(request))
        said = ngettext("%(count)d verdict was decided.", "%(count)d verdicts were decided.", count)
        self.message_user(request, said % {"count": count})
