from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from books.pages import reading_pages
from storyforge_site.accounts.desk import Figure, shows_of_person
from storyforge_site.accounts.models import User
from storyforge_site.accounts.who import signed_in
from storyforge_site.lib.acts import Act, ActingAdmin, ReasonForm
from storyforge_site.lib.admin import LookOnlyAdmin
from storyforge_site.lib.clock import now
from streaks import staff
from streaks.models import DailyStory, DailyStreak, DailyTheme, ReadingLog
from streaks.staff import State


class ReplaceForm(ReasonForm):
    theme = forms.ChoiceField(label=_("Theme"), choices=DailyTheme.choices)
    topic = forms.CharField(
        label=_("Topic"), max_length=200, help_text=_("In the story’s language. The same one is told anew.")
    )
    field_order = ("theme", "topic", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(theme=self.row.theme, topic=self.row.topic)


def _make(request: HttpRequest, story: DailyStory, said: dict[str, Any]) -> Any:
    staff.make(signed_in(request), story, reason=said["reason"])
    return _("Its book is being made.")


def _replace(request: HttpRequest, story: DailyStory, said: dict[str, Any]) -> Any:
    staff.replace(signed_in(request), story, **said)
    return _("The story was replaced. Its book is made the day before, or when you have it made.")


def _let_out(request: HttpRequest, story: DailyStory, said: dict[str, Any]) -> Any:
    staff.let_out(signed_in(request), story, reason=said["reason"])
    return _("Everybody reads it on its day.")


def _take_back(request: HttpRequest, story: DailyStory, said: dict[str, Any]) -> Any:
    staff.take_back(signed_in(request), story, reason=said["reason"])
    return _("It is out of sight.")


def _in(*states: State) -> Any:
    return lambda story: staff.state_now(story) in states


@admin.register(DailyStory)
class DailyStoryAdmin(LookOnlyAdmin, ActingAdmin):
    """Rows are planned by code. Staff choose another story until its day begins, and may take any back."""

    ids: ClassVar = {"book": "book"}
    words = ("topic",)
    list_display = ("date", "language", "theme", "topic", "book", "tries", "reviewed_at")
    list_filter = ("language", "theme")
    list_select_related = ("book",)
    ordering = ("-date", "language")
    fields = readonly_fields = ("date", "language", "theme", "topic", "book", "tries", "reviewed_at")
    change_list_template = "admin/streaks/stories.html"
    change_form_template = "admin/streaks/story.html"
    acts: ClassVar = {
        "make": Act(
            _("Have its book made now"), "streaks.plan_dailystory", _make, is_offered=_in(State.PLANNED, State.FAILED)
        ),
        "let-out": Act(
            _("Let it out"),
            "streaks.review_dailystory",
            _let_out,
            explanation=_("Everybody may read its book, from its day on as the story of the day."),
            is_offered=_in(State.WAITING, State.WITHDRAWN),
        ),
        "replace": Act(
            _("Replace it"),
            "streaks.plan_dailystory",
            _replace,
            explanation=_("A book it has is thrown away. Possible until its day begins anywhere."),
            form=ReplaceForm,
            is_offered=staff.may_be_replaced,
        ),
        "take-back": Act(
            _("Take it back"),
            "streaks.review_dailystory",
            _take_back,
            explanation=_("Its book is out of sight at once, and no other is made in its place."),
            is_offered=_in(State.WAITING, State.READY),
            is_grave=True,
        ),
    }

    def get_urls(self) -> list[Any]:
        ahead = self.admin_site.admin_view(self.ahead_view)
        return [path("ahead/", ahead, name="streaks_dailystory_ahead"), *super().get_urls()]

    def ahead_view(self, request: HttpRequest) -> HttpResponseBase:
        """The next two weeks; those who may have the missing rows written."""
        may_plan = request.user.has_perm("streaks.plan_dailystory")
        if not self.has_view_permission(request) or (request.method == "POST" and not may_plan):
            raise PermissionDenied
        if request.method == "POST":
            count = staff.plan_ahead()
            said = ngettext("%(count)d story was planned.", "%(count)d stories were planned.", count)
            messages.success(request, said % {"count": count})
            return redirect("admin:streaks_dailystory_ahead")
        standings = staff.ahead()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("The next two weeks"),
            "standings": standings,
            "today": now().date(),
            "may_plan": may_plan and any(each.state == State.UNPLANNED for each in standings),
        }
        return TemplateResponse(request, "admin/streaks/ahead.html", context)

    def beside(self, request: HttpRequest, row: DailyStory) -> dict[str, Any]:
        book = row.book
        return {
            "standing": staff.Standing(row, staff.state_now(row)),
            "book": book,
            "pages": reading_pages(book) if book else [],
            "book_page": reverse("admin:books_book_change", args=[quote(book.pk)])
            if book and request.user.has_perm("books.view_book")
            else "",
        }


@admin.register(DailyStreak)
class DailyStreakAdmin(LookOnlyAdmin):
    ids: ClassVar = {"user": "pk"}
    person = "user"
    list_display = ("user", "current_streak", "longest_streak", "total_days", "last_read_date", "counted_time_zone")
    list_select_related = ("user",)


@admin.register(ReadingLog)
class ReadingLogAdmin(LookOnlyAdmin):
    ids: ClassVar = {"read": "pk", "user": "user", "book": "book"}
    person = "user"
    list_display = ("created_at", "user", "book", "local_date", "reading_time", "completed")
    list_filter = ("completed",)
    list_select_related = ("user", "book")


@shows_of_person("streaks.view_dailystreak", place=60)
def days_read(person: User) -> Iterator[Figure]:
    found = DailyStreak.objects.filter(pk=person.pk).first()
    logs = f"{reverse('admin:streaks_readinglog_changelist')}?q={person.pk}"
    yield Figure(_("days read"), found.total_days if found else 0, logs)
