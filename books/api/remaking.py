"""The mobile API on finished books: a page anew, the page as it was, a book told anew (API.md, "Books")."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from books import remaking, storage
from books.api import shapes
from books.models import Book, Job, PageVersion
from books.tellable import require_printable
from storyforge_site.accounts.who import signed_in
from storyforge_site.drf import ApiView, StrictSerializer, idempotent, require_no_fields
from storyforge_site.lib import ratelimits
from storyforge_site.lib.choices import AgeBand, BookLanguage
from storyforge_site.lib.errors import Code
from storyforge_site.schema import documented

MODES = ("text", "image", "both")


class RegenerateRequest(StrictSerializer):
    mode = serializers.ChoiceField(choices=MODES, required=False)
    regenerate_target = serializers.ChoiceField(choices=MODES, required=False, help_text="another name of `mode`")
    feedback = serializers.CharField(
        max_length=200, required=False, default="", allow_blank=True, validators=[require_printable]
    )

    def validate(self, attrs: dict[str, str]) -> dict[str, str]:
        named = [name for name in ("mode", "regenerate_target") if name in attrs]
        if len(named) != 1:
            raise serializers.ValidationError({"mode": serializers.Field.default_error_messages["required"]})
        return {"mode": attrs[named[0]], "feedback": attrs["feedback"]}


class RegeneratePage(ApiView):
    rate_group = ratelimits.GENERATE

    @documented(
        "Make a page anew",
        shapes.JobBegun,
        status=202,
        body=RegenerateRequest,
        errors=[Code.NOT_READY, Code.BUDGET_EXHAUSTED],
    )
    @idempotent
    def post(self, request: Request, job_id: str, page_number: int) -> Response:
        jobs = Job.objects.all().of_books().owned_by(signed_in(request)).select_related("user")
        made_by = get_object_or_404(jobs, pk=job_id)
        body = RegenerateRequest(data=request.data)
        body.is_valid(raise_exception=True)
        job = remaking.order_page(made_by, page_number, **body.validated_data)
        return Response({"job_id": job.pk, "status": job.status}, status=202)


class PageVersions(ApiView):
    @documented("What a page was, newest first", shapes.Versions)
    def get(self, request: Request, book_id: str, page_number: int) -> Response:
        versions = _versions(request, book_id).filter(page__page_number=page_number)[:100]
        return Response({"versions": [_version(version) for version in versions]})


class RestoreVersion(ApiView):
    @documented("Put a page back as it was", status=204)
    @idempotent
    def post(self, request: Request, book_id: str, page_number: int, version_id: str) -> Response:
        require_no_fields(request)
        version = get_object_or_404(_versions(request, book_id), page__page_number=page_number, pk=version_id)
        remaking.put_back(version)
        return Response(status=204)


class RetellRequest(StrictSerializer):
    target_age = serializers.ChoiceField(choices=AgeBand.choices, required=False)
    language = serializers.ChoiceField(choices=BookLanguage.choices, required=False)


class Retell(ApiView):
    rate_group = ratelimits.GENERATE

    @documented(
        "Tell a book anew for another age or in another language",
        shapes.RetellingBegun,
        status=202,
        body=RetellRequest,
        errors=[Code.NOT_READY, Code.INSUFFICIENT_CREDITS, Code.BUDGET_EXHAUSTED],
    )
    @idempotent
    def post(self, request: Request, book_id: str) -> Response:
        user = signed_in(request)
        book = get_object_or_404(Book.objects.owned_by(user), pk=book_id)
        book.require_finished()
        body = RetellRequest(data=request.data)
        body.is_valid(raise_exception=True)
        job = remaking.order_retelling(user, book, **body.validated_data)
        return Response({"job_id": job.pk, "book_id": job.book_id, "status": job.status}, status=202)


def _versions(request: Request, book_id: str) -> QuerySet[PageVersion]:
    book = get_object_or_404(Book.objects.owned_by(signed_in(request)).published(), pk=book_id)
    return PageVersion.objects.filter(page__book=book).select_related("page")


def _version(version: PageVersion) -> dict[str, object]:
    return {
        "version_id": version.pk,
        "text": version.text,
        "image_url": storage.url(version.image_key),
        "alt_text": version.alt_text,
        "created_at": version.created_at,
    }
