"""How staff narrow the list of jobs. What can be chosen is written here, never read from a hundred thousand rows."""

from datetime import timedelta

from django.contrib import admin
from django.contrib.admin.options import ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest

from books.models import Job
from books.models.ways import STEPS
from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import Code

Choices = list[tuple[str, str]]

_LONG = timedelta(minutes=10)
_AGES = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}
_OF_JOBS = list(Code)[: list(Code).index(Code.UNKNOWN) + 1]


class AgeFilter(admin.SimpleListFilter):
    title = "age"
    parameter_name = "age"

    def lookups(self, request: HttpRequest, model_admin: "ModelAdmin[Job]") -> Choices:
        return [
            ("hour", "the last hour"),
            ("day", "the last day"),
            ("week", "the last week"),
            ("late", "older than 10 minutes and still open"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        wanted = self.value() or ""
        if wanted == "late":
            return queryset & Job.objects.open().filter(created_at__lt=now() - _LONG)
        return queryset.filter(created_at__gt=now() - _AGES[wanted]) if wanted in _AGES else queryset


class StepFilter(admin.SimpleListFilter):
    title = "step"
    parameter_name = "step"

    def lookups(self, request: HttpRequest, model_admin: "ModelAdmin[Job]") -> Choices:
        return [(name, name) for name in ("queued", *STEPS, "done")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        return queryset.filter(current_step=self.value()) if self.value() else queryset


class CodeFilter(admin.SimpleListFilter):
    title = "error code"
    parameter_name = "code"

    def lookups(self, request: HttpRequest, model_admin: "ModelAdmin[Job]") -> Choices:
        return [(code, code) for code in _OF_JOBS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        return queryset.filter(error_code=self.value()) if self.value() else queryset
