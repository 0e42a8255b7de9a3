"""The site's pages about books: home, make, wait, read, shelf."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from books import services, storage
from books.forms import MakeBookForm
from books.models import Book, BookShare, Job, JobStatus, StoryDraft
from books.pages import PageShown, reading_pages, waiting_pages
from books.progress import words_for
from credits import services as credits
from storyforge_site.accounts.who import signed_in
from storyforge_site.lib import ratelimits
from storyforge_site.lib.errors import StoryforgeError


class HtmxHttpRequest(HttpRequest):
    htmx: HtmxDetails


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    samples = Book.objects.samples()[:3]
    return render(request, "books/home.html", {"samples": samples})


@login_required
@require_http_methods(["GET", "POST"])
def make(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = MakeBookForm(request.POST or None, initial={"topic": request.GET.get("topic", "")[:200]})
    if request.method == "POST" and form.is_valid():
        try:
            ratelimits.enforce(request, group=ratelimits.GENERATE)
            job = services.order_book(user, form.to_spec(user))
        except StoryforgeError as error:
            form.add_error(None, error.sentence)
        else:
            return redirect("wait", job.pk)
    context = {"form": form, "balance": credits.balance_of(user), "price": services.book_price()}
    return render(request, "books/make.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def wait(request: HtmxHttpRequest, job_id: str) -> HttpResponse:
    """The whole page, or for htmx only its moving part; a finished book opens by itself."""
    job = get_object_or_404(Job.objects.all().of_books().owned_by(signed_in(request)).select_related("book"), pk=job_id)
    if job.status == JobStatus.DONE:
        address = reverse("read", args=[job.book_id])
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
    draft = StoryDraft.objects.filter(job=job).first()
    context = {
        "job": job,
        "words": words_for(job.current_step),
        "title": draft.story["title"] if draft else "",
        "pages": waiting_pages(job, draft),
    }
    template = "books/wait_live.html" if request.htmx else "books/wait.html"
    response = render(request, template, context)
    patch_cache_control(response, no_store=True)
    return response


@login_required
@require_POST
def stop(request: HttpRequest, job_id: str) -> HttpResponse:
    job = get_object_or_404(Job.objects.all().of_books().owned_by(signed_in(request)).select_related("user"), pk=job_id)
    services.cancel_book(job)
    return redirect("wait", job.pk)


@require_GET
def read(request: HttpRequest, book_id: str) -> HttpResponse:
    book = get_object_or_404(Book.objects.open_to(request.user).published().prefetch_related("pages"), pk=book_id)
    return render(request, "books/read.html", {"book": book, "pages": reading_pages(book)})


@require_GET
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """A book lent by a link, to whoever holds it. Nothing here says whose it is."""
    book = _lent(token)
    pages = [
        PageShown(page.page_number, page.text, page.alt_text, reverse("shared-picture", args=[token, page.page_number]))
        for page in book.pages.all()
    ]
    context = {"book": book, "pages": pages, "cover_url": reverse("shared-picture", args=[token, 0])}
    return _between_us(render(request, "books/shared.html", context))


@require_GET
def shared_picture(request: HttpRequest, token: str, page_number: int) -> HttpResponseBase:
    """Through us rather than by an address of the store: a link that is taken back closes the pictures too."""
    book = _lent(token)
    key = book.cover_image_key if page_number == 0 else get_object_or_404(book.pages, page_number=page_number).image_key
    return _between_us(HttpResponse(storage.read(key), content_type="image/jpeg"))


def _lent(token: str) -> Book:
    share = get_object_or_404(BookShare.objects.by_token(token).select_related("book"))
    return get_object_or_404(Book.objects.published().prefetch_related("pages"), pk=share.book_id)


def _between_us(response: HttpResponse) -> HttpResponse:
    """Found by no search engine, kept by no cache, told to no other site."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_store=True)
    return response


@login_required
@require_GET
def library(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    words = request.GET.get("q", "").strip()[:100]
    books = Book.objects.on_shelf_of(user, words=words).newest_first()[:100]
    open_jobs = Job.objects.all().of_books().owned_by(user).open().select_related("book")
    return render(request, "books/library.html", {"books": books, "open_jobs": open_jobs, "words": words})
