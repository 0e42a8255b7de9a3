"""Jobs for staff: a list to find them in, and a page that tells what happened and what can be done about it."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from books import timeline
from books.admin.acts import ACTS, Act, ReasonForm
from books.admin.filters import AgeFilter, CodeFilter, StepFilter
from books.models import Job
from books.templatetags.money import dollars
from storyforge_site.accounts.who import signed_in
from storyforge_site.lib.admin import LookOnlyAdmin
from storyforge_site.lib.errors import StoryforgeError
from storyforge_site.lib.queue import enqueue


@admin.register(Job)
class JobAdmin(LookOnlyAdmin):
    list_display = ("ordered", "family", "for_what", "stands", "error_code", "cost")
    list_filter = (AgeFilter, "status", "kind", StepFilter, CodeFilter)
    ordering = ("-pk",)  # ids grow with time
    ids: ClassVar = {"job": "pk", "book": "book", "user": "user"}
    person = "user"
    words = ("=request_id",)
    search_fields = ("id", "book__id", "user__email", "user__id", "=request_id")
    list_select_related = ("user",)
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = ("clean_up_stuck_jobs",)
    change_form_template = "admin/books/job/job.html"

    @admin.display(description="family", ordering="user")
    def family(self, job: Job) -> str:
        return str(job.user)

    @admin.display(description="what", ordering="kind")
    def for_what(self, job: Job) -> str:
        return job.kind

    @admin.display(description="stands", ordering="status")
    def stands(self, job: Job) -> str:
        return job.status if job.current_step in (job.status, "done") else f"{job.status} at {job.current_step}"

    @admin.display(description="ordered (UTC)", ordering="created_at")
    def ordered(self, job: Job) -> str:
        return f"{job.created_at:%m-%d %H:%M:%S}"

    @admin.display(description="cost", ordering="spent_microdollars")
    def cost(self, job: Job) -> str:
        return dollars(job.spent_microdollars)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        return super().get_queryset(request).select_related("user", "book")

    def get_urls(self) -> list[URLPattern]:
        act = path("<str:job_id>/act/<str:name>/", self.admin_site.admin_view(self.act), name="books_job_act")
        return [act, *super().get_urls()]

    def has_clean_up_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("books.can_clean_up_jobs")

    @admin.action(description="Clean up stuck jobs now", permissions=["clean_up"])
    def clean_up_stuck_jobs(self, request: HttpRequest, queryset: object) -> None:
        """What the watchdog does, at once and for all jobs, whichever are ticked."""
        enqueue("books.pipeline.tasks.sweep", str(request.user.pk))
        self.message_user(request, "A worker is looking at all jobs now.")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        job = self.get_object(request, object_id)
        told = self._told(request, job) if isinstance(job, Job) else {}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **told})

    def _told(self, request: HttpRequest, job: Job) -> dict[str, Any]:
        moments = timeline.of_job(job)
        _version, trace, *_rest = [*job.traceparent.split("-"), "", ""]
        return {
            "job": job,
            "moments": moments,
            "wish": _wish(job),
            "trace": trace,
            "total": sum(moment.microdollars for moment in moments),
            "acts": [(act, act.refusal(job), act.form(job)) for act in self._allowed(request)],
            "title": f"Job {job.pk}",
            "subtitle": None,
        }

    def _allowed(self, request: HttpRequest) -> list[Act]:
        return [act for act in ACTS.values() if request.user.has_perm(act.permission)]

    def act(self, request: HttpRequest, job_id: str, name: str) -> HttpResponse:
        return require_POST(self._act)(request, job_id, name)

    def _act(self, request: HttpRequest, job_id: str, name: str) -> HttpResponse:
        act, job = ACTS.get(name), self.get_object(request, job_id)
        if act is None or job is None:
            raise Http404
        if not request.user.has_perm(act.permission):
            raise PermissionDenied
        form = act.form(job, request.POST)
        if form.is_valid():
            self._do(request, act, job, form)
        else:
            wrong = [f"{form.fields[name].label}: {' '.join(map(str, faults))}" for name, faults in form.errors.items()]
            messages.error(request, " ".join(wrong))
        return HttpResponseRedirect(reverse("admin:books_job_change", args=[job.pk]))

    def _do(self, request: HttpRequest, act: Act, job: Job, form: ReasonForm) -> None:
        try:
            was_done = act.do(job, form.cleaned_data, signed_in(request))
        except StoryforgeError as error:
            messages.error(request, error.note)
            return
        if was_done:
            messages.success(request, act.done)
        else:
            messages.warning(request, "It has ended meanwhile, so nothing was done.")


def _wish(job: Job) -> list[tuple[str, str]]:
    """What was asked for, as rows of a table; what was left open is left out."""
    wish = job.wish.get("asked") or job.wish
    heroes = [" · ".join(filter(None, map(str, hero.values()))) for hero in wish.get("heroes", ())]
    said = {**wish, "heroes": "; ".join(heroes)}
    return [(name.replace("_", " "), _line(value)) for name, value in said.items() if value]


def _line(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
