"""The mobile API on the voice of a book: have it read aloud, and follow the words (API.md, "Books")."""

from django.shortcuts import get_object_or_404
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from books import voicing
from books.api import representation, shapes
from books.models import Book, Page
from storyforge_site.accounts.who import signed_in
from storyforge_site.drf import ApiView, idempotent, require_no_fields
from storyforge_site.lib import ratelimits
from storyforge_site.lib.errors import Code
from storyforge_site.schema import documented


class ReadAloud(ApiView):
    rate_group = ratelimits.GENERATE

    @documented(
        "Have a book read aloud",
        shapes.JobBegun,
        status=202,
        errors=[Code.NOT_READY, Code.BUDGET_EXHAUSTED],
        name="books_read_aloud",
    )
    @idempotent
    def post(self, request: Request, book_id: str) -> Response:
        """Asking again while it is being read answers with the same job."""
        require_no_fields(request)
        books = Book.objects.owned_by(signed_in(request)).select_related("user")
        job = voicing.order_voice(get_object_or_404(books, pk=book_id))
        return Response({"job_id": job.pk, "status": job.status}, status=202)


class PageAudio(ApiView):
    permission_classes = (AllowAny,)

    @documented("The voice of a page, word by word", shapes.PageAudio)
    def get(self, request: Request, book_id: str, page_number: int) -> Response:
        pages = Page.objects.filter(book__in=Book.objects.open_to(request.user)).exclude(audio_key="")
        page = get_object_or_404(pages, book_id=book_id, page_number=page_number)
        return Response(representation.page_audio(page))
