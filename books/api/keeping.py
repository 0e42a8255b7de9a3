"""The mobile API on the files of a book: which there are, and have one made in the background."""

from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from books import keeping
from books.api import representation, shapes
from books.models import Book, Edition
from storyforge_site.accounts.who import signed_in
from storyforge_site.drf import ApiView, StrictSerializer, idempotent
from storyforge_site.lib import ratelimits
from storyforge_site.lib.errors import Code
from storyforge_site.schema import documented


class EditionRequest(StrictSerializer):
    edition = serializers.ChoiceField(choices=Edition.choices)


class Editions(ApiView):
    rate_group = ratelimits.GENERATE

    @documented("The files of a book", shapes.Editions, errors=[Code.NOT_READY], name="books_editions")
    def get(self, request: Request, book_id: str) -> Response:
        """`url` is null until the file is made, and again when the book has changed since."""
        book = _book(request, book_id)
        book.require_finished()
        return Response(representation.editions(keeping.states(book)))

    @documented(
        "Have a file of a book made",
        shapes.JobBegun,
        status=202,
        body=EditionRequest,
        errors=[Code.NOT_READY],
        name="books_make_edition",
    )
    @idempotent
    def post(self, request: Request, book_id: str) -> Response:
        """Asking again while it is being made answers with the same job. It costs nothing."""
        body = EditionRequest(data=request.data)
        body.is_valid(raise_exception=True)
        job = keeping.order_edition(_book(request, book_id), Edition(body.validated_data["edition"]))
        return Response({"job_id": job.pk, "status": job.status}, status=202)


def _book(request: Request, book_id: str) -> Book:
    books = Book.objects.open_to(signed_in(request)).prefetch_related("pages", "editions")
    return get_object_or_404(books, pk=book_id)
