"""The reader: a book as spreads, its voice, and the way back to where one stopped."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from books import voicing
from books.models import Book, Job, JobKind, JobStatus
from books.pages import PageShown, reading_pages
from books.reader import sitting
from books.reader.own import own_book, say, sorry
from storyforge_site.accounts.models import User
from storyforge_site.accounts.preferences import complete
from storyforge_site.lib import ratelimits
from storyforge_site.lib.errors import StoryforgeError

SPEEDS = ((0.7, _("Slow")), (0.85, _("Calm")), (1.0, _("Normal")), (1.2, _("Quick")))


@require_GET
def read(request: HttpRequest, book_id: str) -> HttpResponse:
    book = get_object_or_404(Book.objects.open_to(request.user).published().prefetch_related("pages"), pk=book_id)
    pages, is_own = reading_pages(book), book.user_id == request.user.pk
    context = {
        "book": book,
        "pages": pages,
        "is_own": is_own,
        "cover": book.cover,
        "go_on_at": _go_on_at(book, pages) if is_own else 0,
        "opened": sitting.ticket(book.pk),
        "liked": _liked(request),
        "speeds": SPEEDS,
        **_voice(book, pages, is_own=is_own),
    }
    response = render(request, "books/read.html", context)
    patch_cache_control(response, private=True)
    return response


@login_required
@require_POST
def hear(request: HttpRequest, book_id: str) -> HttpResponse:
    """Have the book read aloud; the reader shows how far that is."""
    book = own_book(request, book_id)
    try:
        ratelimits.enforce(request, group=ratelimits.GENERATE)
        voicing.order_voice(book)
    except StoryforgeError as error:
        say(request, error)
    return redirect(book)


def _go_on_at(book: Book, pages: list[PageShown]) -> int:
    """The page to offer: none for a book at its beginning or read to the end."""
    return book.last_page_read if 1 <= book.last_page_read < len(pages) else 0


def _liked(request: HttpRequest) -> dict[str, Any]:
    return complete(request.user.preferences if isinstance(request.user, User) else {})


def _voice(book: Book, pages: list[PageShown], *, is_own: bool) -> dict[str, str]:
    """`voice` is ready, open, none, or "" where nobody may ask for one; `voice_note` what went wrong with it."""
    silent = [page for page in pages if not page.sound_url]
    if not silent:
        return {"voice": "ready"}
    if not is_own:
        return {"voice": "ready" if len(silent) < len(pages) else ""}
    job = Job.objects.filter(book=book, kind=JobKind.AUDIO).first()
    if job is None or job.status in (JobStatus.DONE, JobStatus.CANCELLED):  # words were changed since
        return {"voice": "none"}
    return {"voice": "open"} if job.is_open else {"voice": "none", "voice_note": sorry(job)}
