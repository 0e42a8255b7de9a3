"""The mobile API's shelf: what a family keeps, changes, lends and throws away (API.md, "Library" and "share")."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from books import services, sharing
from books.api import representation, shapes
from books.api.serializers import ShelfChange
from books.models import Book
from storyforge_site.accounts.who import signed_in
from storyforge_site.drf import ApiView, PageQuery, idempotent, require_no_fields
from storyforge_site.lib.errors import Code
from storyforge_site.schema import documented


class LibraryQuery(PageQuery):
    q = serializers.CharField(max_length=100, required=False, default="", allow_blank=True)
    series_id = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)
    favorite = serializers.BooleanField(required=False, allow_null=True, default=None)


@method_decorator(conditional_page, name="dispatch")
class Library(ApiView):
    @documented("The finished books of a family", shapes.Shelf, query=LibraryQuery)
    def get(self, request: Request) -> Response:
        query = LibraryQuery.of(request)
        wanted = query.validated_data
        books = Book.objects.on_shelf_of(
            signed_in(request), words=wanted["q"], series_id=wanted["series_id"], favorite=wanted["favorite"]
        )
        found = representation.shelf(books.newest(query.window))
        return Response({"books": found, "total": query.total(found, books)})


class ShelfBook(ApiView):
    @documented("Change a book on the shelf", shapes.ShelfBook, body=ShelfChange)
    def patch(self, request: Request, book_id: str) -> Response:
        book = _own_finished(request, book_id)
        body = ShelfChange(data=request.data)
        body.is_valid(raise_exception=True)
        services.change_on_shelf(book, **body.validated_data)
        return Response(representation.shelf([book])[0])

    @documented("Throw a book away", status=204)
    def delete(self, request: Request, book_id: str) -> Response:
        """With its pages and files."""
        services.discard_book(_own_finished(request, book_id))
        return Response(status=204)


class Share(ApiView):
    @documented("Lend a book by a link", shapes.Lent, status=201, errors=[Code.NOT_READY])
    @idempotent
    def post(self, request: Request, book_id: str) -> Response:
        require_no_fields(request)
        share = sharing.share_book(_own_to_lend(request, book_id))
        address = request.build_absolute_uri(reverse("shared", args=[share.token]))
        return Response({"url": address, "expires_at": share.expires_at}, status=201)


class RevokeShare(ApiView):
    @documented("Take a lent book back", status=204, errors=[Code.NOT_READY])
    def post(self, request: Request, book_id: str) -> Response:
        """Saying it twice is fine."""
        require_no_fields(request)
        sharing.take_back(_own_to_lend(request, book_id))
        return Response(status=204)


def _own_to_lend(request: Request, book_id: str) -> Book:
    book = get_object_or_404(Book.objects.owned_by(signed_in(request)), pk=book_id)
    book.require_finished()
    return book


def _own_finished(request: Request, book_id: str) -> Book:
    """What is still being made stands on no shelf."""
    return get_object_or_404(Book.objects.owned_by(signed_in(request)).published(), pk=book_id)
