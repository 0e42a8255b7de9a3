"""One page of a book made anew, written by hand, compared with what it was, and put back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from books import remaking, rewriting
from books.models import Book, Job, JobKind, JobStatus, Page, PageVersion
from books.progress import words_for
from books.reader.forms import ChangePageForm, WordsForm
from books.reader.own import own_book, refuse, sorry
from books.srcset import shown
from storyforge_site.lib import ratelimits
from storyforge_site.lib.errors import Code, StoryforgeError

_VERSIONS_SHOWN = 12


@login_required
@require_http_methods(["GET", "POST"])
def change_page(request: HttpRequest, book_id: str, page_number: int) -> HttpResponse:
    """`?look` follows what was asked for: how far it is, then before and after, or why it did not work out."""
    page = _own_page(request, book_id, page_number)
    forms: dict[str, Any] = {}
    if request.method == "POST":
        forms["change"] = form = ChangePageForm(request.POST)
        if form.is_valid() and _ordered(request, page, form):
            return redirect(_look(page))
    job = _newest_job(page)
    if request.headers.get("HX-Request") and not job.is_open:
        return HttpResponseClientRefresh()
    template = "books/change_live.html" if request.headers.get("HX-Request") else "books/change.html"
    response = render(request, template, _shown(request, page, job, **forms), status=422 if forms else 200)
    patch_cache_control(response, private=True, no_store=True)
    return response


@login_required
@require_POST
def rewrite_page(request: HttpRequest, book_id: str, page_number: int) -> HttpResponse:
    page = _own_page(request, book_id, page_number)
    form = WordsForm(request.POST, before=page.text, language=page.book.language)
    if form.is_valid():
        try:
            ratelimits.enforce(request, group=ratelimits.GENERATE)
            rewriting.rewrite_page(page, form.cleaned_data["text"])
        except StoryforgeError as error:
            refuse(form, error, said_in="text")
        else:
            return redirect(_look(page))
    return render(request, "books/change.html", _shown(request, page, _newest_job(page), words=form), status=422)


@login_required
@require_POST
def put_back(request: HttpRequest, book_id: str, page_number: int, version_id: str) -> HttpResponse:
    page = _own_page(request, book_id, page_number)
    remaking.put_back(get_object_or_404(PageVersion, page=page, pk=version_id))
    messages.success(request, _("The page is as it was."))
    return redirect("change-page", book_id, page_number)


def _own_page(request: HttpRequest, book_id: str, page_number: int) -> Page:
    return get_object_or_404(own_book(request, book_id).pages, page_number=page_number)


def _ordered(request: HttpRequest, page: Page, form: ChangePageForm) -> bool:
    wish = form.cleaned_data
    try:
        ratelimits.enforce(request, group=ratelimits.GENERATE)
        remaking.order_page(remaking.maker_of(page.book), page.page_number, wish["mode"], wish["feedback"])
    except StoryforgeError as error:
        if error.code is Code.RATE_LIMITED and not error.retry_after:
            form.add_error(None, _("This book has had all its free changes. You can still write the words yourself."))
        else:
            refuse(form, error)
        return False
    return True


def _look(page: Page) -> str:
    return f"{reverse('change-page', args=[page.book_id, page.page_number])}?look"


def _newest_job(page: Page) -> Job:
    """A bare one where the page was never made anew."""
    asked = Job.objects.filter(book_id=page.book_id, kind=JobKind.PAGE, spec__page_number=page.page_number)
    return asked.first() or Job(status=JobStatus.DONE)


def _shown(request: HttpRequest, page: Page, job: Job, **forms: Any) -> dict[str, Any]:
    book: Book = page.book
    versions = [_version(version, book) for version in page.versions.all()[:_VERSIONS_SHOWN]]
    asked_to_look = "look" in request.GET
    has_failed = asked_to_look and job.status == JobStatus.FAILED
    before = versions[0] if asked_to_look and versions and not job.is_open and not has_failed else None
    return {
        "book": book,
        "page": page,
        "picture": shown(page.image_key, unsized=book.unsized),
        "job": job,
        "step_words": words_for(job.current_step),
        "problem": sorry(job) if has_failed else "",
        "before": before,
        "versions": [version for version in versions if version is not before],
        "left": remaking.remakes_left(book),
        "change": ChangePageForm(initial=job.spec if has_failed else None),
        "words": WordsForm(before=page.text, language=book.language),
        **forms,
    }


def _version(version: PageVersion, book: Book) -> dict[str, Any]:
    return {
        "id": version.pk,
        "text": version.text,
        "alt_text": version.alt_text,
        "image_key": version.image_key,
        "picture": shown(version.image_key, unsized=book.unsized),
        "created_at": version.created_at,
    }
