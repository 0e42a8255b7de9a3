"""The site's pages about books: home, make, wait, read, shelf."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from books import services
from books.forms import MakeBookForm
from books.models import Book, Job, JobStatus, StoryDraft
from books.pages import reading_pages, waiting_pages
from books.progress import words_for
from credits import services as credits
from storyforge_site.accounts.who import signed_in
from storyforge_site.lib import ratelimits
from storyforge_site.lib.errors import Code, StoryforgeError


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
            if error.code not in (Code.INSUFFICIENT_CREDITS, Code.RATE_LIMITED):
                raise
            form.add_error(None, error.sentence)
        else:
            return redirect("wait", job.pk)
    context = {"form": form, "balance": credits.balance_of(user), "price": services.book_price()}
    return render(request, "books/make.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def wait(request: HtmxHttpRequest, job_id: str) -> HttpResponse:
    """The whole page, or for htmx only its moving part; a finished book opens by itself."""
    job = get_object_or_404(Job.objects.owned_by(signed_in(request)).select_related("book"), pk=job_id)
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
    job = get_object_or_404(Job.objects.owned_by(signed_in(request)).select_related("user"), pk=job_id)
    services.cancel_book(job)
    return redirect("wait", job.pk)


@require_GET
def read(request: HttpRequest, book_id: str) -> HttpResponse:
    book = get_object_or_404(Book.objects.open_to(request.user).published().prefetch_related("pages"), pk=book_id)
    return render(request, "books/read.html", {"book": book, "pages": reading_pages(book)})


@login_required
@require_GET
def library(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    words = request.GET.get("q", "").strip()[:100]
    books = Book.objects.on_shelf_of(user, words=words).newest_first()[:100]
    open_jobs = Job.objects.owned_by(user).open().select_related("book")
    return render(request, "books/library.html", {"books": books, "open_jobs": open_jobs, "words": words})
