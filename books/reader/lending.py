"""A book lent by a link: the dialogue for parents, and the reader for whoever holds the link.

Nothing in a lent book says whose it is.
"""

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from books import sharing, srcset, storage
from books.models import Book, BookShare, Page
from books.pages import PageShown, spoken
from books.reader.own import own_book
from books.reader.views import SPEEDS
from books.srcset import Shown, shown
from storyforge_site.accounts.gate import parents_only
from storyforge_site.accounts.preferences import complete


@parents_only
@require_http_methods(["GET", "POST"])
def share(request: HttpRequest, book_id: str) -> HttpResponse:
    book = own_book(request, book_id)
    if request.method == "POST":
        sharing.share_book(book)
        return redirect("share", book.pk)
    running = sharing.running_share(book)
    link = request.build_absolute_uri(reverse("shared", args=[running.token])) if running else ""
    context = {"book": book, "share": running, "link": link, "days": settings.SHARE_LIFETIME_DAYS}
    response = render(request, "books/share.html", context)
    patch_cache_control(response, private=True, no_store=True)
    return response


@parents_only
@require_POST
def unshare(request: HttpRequest, book_id: str) -> HttpResponse:
    book = own_book(request, book_id)
    if sharing.take_back(book):
        messages.success(request, _("The link is closed: page, pictures and voice."))
    return redirect("share", book.pk)


@require_GET
def shared(request: HttpRequest, token: str) -> HttpResponse:
    book = _lent(token)
    if book is None:
        return _between_us(render(request, "books/shared_ended.html", status=404))
    context = {
        "book": book,
        "pages": [_page(token, page, book) for page in book.pages.all()],
        "cover": _picture(token, 0, book.cover_image_key, book),
        "liked": complete({}),
        "speeds": SPEEDS,
        "voice": "ready" if any(page.audio_key for page in book.pages.all()) else "",
    }
    return _between_us(render(request, "books/shared.html", context))


@require_GET
def shared_picture(request: HttpRequest, token: str, page_number: int, size: str = "") -> HttpResponseBase:
    """Through us rather than by an address of the store: a link that is taken back closes the pictures too."""
    book = get_object_or_404(_books(token))
    key = book.cover_image_key if page_number == 0 else get_object_or_404(book.pages, page_number=page_number).image_key
    if size:
        beside = {str(each): found for each, found in srcset.beside(key).items()}
        if size not in beside or key in book.unsized:
            raise Http404
        key = beside[size]
    content_type = "image/webp" if key.endswith(".webp") else "image/jpeg"
    return _between_us(HttpResponse(storage.read(key), content_type=content_type))


@require_GET
def shared_sound(request: HttpRequest, token: str, page_number: int) -> HttpResponseBase:
    book = get_object_or_404(_books(token))
    page = get_object_or_404(book.pages.exclude(audio_key=""), page_number=page_number)
    return _between_us(HttpResponse(storage.read(page.audio_key), content_type="audio/mpeg"))


def _books(token: str) -> QuerySet[Book]:
    """The book that this token opens now: one or none."""
    return Book.objects.published().filter(shares__in=BookShare.objects.by_token(token))


def _lent(token: str) -> Book | None:
    return _books(token).prefetch_related("pages").first()


def _page(token: str, page: Page, book: Book) -> PageShown:
    number = page.page_number
    picture = _picture(token, number, page.image_key, book)
    sound = reverse("shared-sound", args=[token, number]) if page.audio_key else None
    return PageShown(number, page.text, page.alt_text, picture, sound, spoken(page.text, page.words))


def _picture(token: str, number: int, key: str, book: Book) -> Shown | None:
    def address(found: str) -> str:
        size = () if found == key else (found.rpartition("-")[2],)
        return reverse("shared-picture", args=[token, number, *size])

    return shown(key, address, unsized=book.unsized)


def _between_us(response: HttpResponse) -> HttpResponse:
    """Found by no search engine, kept by no cache, told to no other site."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_store=True)
    return response
