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
from storyforge_site.drf import ApiView, PageQuery, idempotent
from storyforge_site.schema import documented


class LibraryQuery(PageQuery):
    q = serializers.CharField(max_length=100, required=False, default="", allow_blank=True)
    series_id = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)
    favorite = serializers.BooleanField(required=False, allow_null=True, default=None)


@method_decorator(conditional_page, name="dispatch")
class Library(ApiView):
    @documented(shapes.Shelf, query=LibraryQuery)
    def get(self, request: Request) -> Response:
        query = LibraryQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        wanted = query.validated_data
        books = Book.objects.on_shelf_of(
            signed_in(request), words=wanted["q"], series_id=wanted["series_id"], favorite=wanted["favorite"]
        )
        page = books.newest_first()[wanted["offset"] : wanted["offset"] + wanted["limit"]]
        return Response({"books": representation.shelf(page), "total": books.count()})


class ShelfBook(ApiView):
    @documented(shapes.ShelfBook, body=ShelfChange)
    def patch(self, request: Request, book_id: str) -> Response:
        book = _own_finished(request, book_id)
        body = ShelfChange(data=request.data)
        body.is_valid(raise_exception=True)
        services.change_on_shelf(book, **body.validated_data)
        return Response(representation.shelf([book])[0])

    @documented(status=204)
    def delete(self, request: Request, book_id: str) -> Response:
        """With its pages and files."""
        services.discard_book(_own_finished(request, book_id))
        return Response(status=204)


class Share(ApiView):
    @documented(shapes.Lent, status=201)
    @idempotent
    def post(self, request: Request, book_id: str) -> Response:
        share = sharing.share_book(_own_finished(request, book_id))
        address = request.build_absolute_uri(reverse("shared", args=[share.token]))
        return Response({"url": address, "expires_at": share.expires_at}, status=201)


class RevokeShare(ApiView):
    @documented(status=204)
    def post(self, request: Request, book_id: str) -> Response:
        """Saying it twice is fine."""
        sharing.take_back(_own_finished(request, book_id))
        return Response(status=204)


def _own_finished(request: Request, book_id: str) -> Book:
    return get_object_or_404(Book.objects.owned_by(signed_in(request)).published(), pk=book_id)
