"""The mobile API's books: parse, authorise, call, answer."""

from typing import Any

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from books import services, storage
from books.api import representation, shapes
from books.api.serializers import BookRequest, SeriesRequest
from books.api.told import Asked, Told
from books.exports import editions
from books.models import PDF_EDITIONS, Book, Edition, Job
from books.spec import BookSpec
from storyforge_site.accounts.who import signed_in
from storyforge_site.drf import (
    ApiView,
    BearerAuthentication,
    CookieAuthentication,
    StrictSerializer,
    idempotent,
    require_no_fields,
)
from storyforge_site.lib import ratelimits
from storyforge_site.lib.errors import Code
from storyforge_site.schema import documented


class Books(ApiView):
    rate_group = ratelimits.GENERATE

    @documented(
        "Order a book",
        shapes.Begun,
        status=202,
        body=BookRequest,
        errors=[Code.INSUFFICIENT_CREDITS, Code.BUDGET_EXHAUSTED, Code.NOT_FOUND],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        body = BookRequest(data=request.data)
        body.is_valid(raise_exception=True)
        user = signed_in(request)
        spec = body.to_spec(user)
        return _begun(services.order_book(user, spec), spec)


class Series(ApiView):
    rate_group = ratelimits.GENERATE

    @documented(
        "Order the next volume with the same hero",
        shapes.Begun,
        status=202,
        body=SeriesRequest,
        errors=[Code.INSUFFICIENT_CREDITS, Code.BUDGET_EXHAUSTED, Code.NOT_FOUND],
        name="books_create_next_volume",
    )
    @idempotent
    def post(self, request: Request) -> Response:
        body = SeriesRequest(data=request.data)
        body.is_valid(raise_exception=True)
        user = signed_in(request)
        previous = body.previous(user)
        spec = body.to_spec(user, previous)
        return _begun(services.order_book(user, spec, follows=previous), spec)


@method_decorator(conditional_page, name="dispatch")
class JobDetail(ApiView):
    def get_authenticators(self) -> list[BaseAuthentication]:
        self.asked = Asked(self.kwargs.get("job_id", ""))
        return [BearerAuthentication(self.asked.with_holder), CookieAuthentication()]

    @documented("The status of a job, and the book when it is done", shapes.Status, name="books_status")
    def get(self, request: Request, job_id: str) -> Response:
        return Response(representation.job_status(self.asked.told_to(signed_in(request))))


class CancelJob(ApiView):
    @documented("Stop the making of a book", shapes.Status, status=202)
    def post(self, request: Request, job_id: str) -> Response:
        """Stopping twice, or stopping what is finished, changes nothing and says how the job stands."""
        require_no_fields(request)
        job = get_object_or_404(
            Job.objects.all().of_books().owned_by(signed_in(request)).select_related("user", "book"), pk=job_id
        )
        services.cancel_book(job)
        return Response(representation.job_status(Told.followed(job_id, job.user)), status=202)


class BookDetail(ApiView):
    permission_classes = (AllowAny,)

    @documented("A finished book", shapes.Detail, errors=[Code.NOT_READY])
    def get(self, request: Request, book_id: str) -> Response:
        return Response(representation.book_detail(_finished_book(request, book_id)))


class PdfQuery(StrictSerializer):
    edition = serializers.ChoiceField(
        choices=[(one.value, one.label) for one in PDF_EDITIONS], default=Edition.SCREEN.value
    )


class BookFileView(ApiView):
    """A file at once: the one that is kept, or made while the reader waits."""

    permission_classes = (AllowAny,)


class BookPdf(BookFileView):
    @documented(
        "A book as PDF",
        {(200, "application/pdf"): bytes},
        query=PdfQuery,
        errors=[Code.NOT_READY, Code.STORAGE_UPLOAD_FAILED],
    )
    def get(self, request: Request, book_id: str) -> Any:
        query = PdfQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        return _to_take_along(_finished_book(request, book_id), Edition(query.validated_data["edition"]))


class BookEpub(BookFileView):
    @documented(
        "A book as EPUB", {(200, "application/epub+zip"): bytes}, errors=[Code.NOT_READY, Code.STORAGE_UPLOAD_FAILED]
    )
    def get(self, request: Request, book_id: str) -> Any:
        StrictSerializer(data=request.query_params).is_valid(raise_exception=True)
        return _to_take_along(_finished_book(request, book_id), Edition.EPUB)


def _to_take_along(book: Book, edition: Edition) -> FileResponse:
    file = editions.ready(book, edition)
    stream = storage.opened(file.key)
    response = FileResponse(stream, as_attachment=True, filename=file.filename, content_type=file.content_type)
    patch_cache_control(response, private=True)
    return response


def _begun(job: Job, spec: BookSpec) -> Response:
    return Response(
        {
            "job_id": job.pk,
            "book_id": job.book_id,
            "status": job.status,
            "estimated_time_seconds": services.estimated_seconds(spec),
        },
        status=202,
    )


def _finished_book(request: Request, book_id: str) -> Book:
    book = get_object_or_404(Book.objects.open_to(request.user).prefetch_related("pages"), pk=book_id)
    book.require_finished()
    return book
