"""While a book is being made: where it stands, what can be read already, and how it ended."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect, reswap, retarget
from django_htmx.middleware import HtmxDetails

from books import services
from books.models import Book, Job, JobKind, JobStatus, StoryDraft
from books.pages import PageShown, waiting_pages
from books.progress import stages, words_for
from books.spec import BookSpec
from storyforge_site.accounts.who import signed_in


class HtmxHttpRequest(HttpRequest):
    htmx: HtmxDetails


@login_required
@require_GET
def wait(request: HtmxHttpRequest, job_id: str) -> HttpResponse:
    """The whole page, or for htmx only what is new since the page it has; a finished book opens by itself."""
    job = get_object_or_404(Job.objects.all().of_books().owned_by(signed_in(request)).select_related("book"), pk=job_id)
    if job.status == JobStatus.DONE:
        response = _finished(request, job)
    elif request.htmx and not job.is_open:
        response = HttpResponseClientRedirect(reverse("wait", args=[job.pk]))
    else:
        response = render(
            request, "books/wait_news.html" if request.htmx else "books/wait.html", _context(request, job)
        )
    patch_cache_control(response, no_store=True)
    return response


@login_required
@require_POST
def stop(request: HttpRequest, job_id: str) -> HttpResponse:
    job = get_object_or_404(Job.objects.all().of_books().owned_by(signed_in(request)).select_related("user"), pk=job_id)
    services.cancel_book(job)
    return redirect("wait", job.pk)


def _finished(request: HtmxHttpRequest, job: Job) -> HttpResponse:
    """Straight into the book; whoever was watching sees its cover for a moment first."""
    address = reverse("read", args=[job.book_id])
    if not request.htmx:
        return redirect(address)
    if "seen" not in request.GET:
        return HttpResponseClientRedirect(address)
    return retarget(reswap(render(request, "books/wait_done.html", {"job": job}), "outerHTML"), "#wait")


def _context(request: HttpRequest, job: Job) -> dict[str, Any]:
    draft = StoryDraft.objects.filter(job=job).first()
    pages = waiting_pages(job, draft)
    painted = [page.page_number for page in pages if page.picture]
    seen = request.GET.get("seen", "").split(".")
    return {
        "job": job,
        "title": draft.story["title"] if draft else "",
        "seconds": services.estimated_seconds(BookSpec.from_dict(job.wish)),
        "words": words_for(job.current_step),
        "stages": stages(job.current_step),
        "pages": pages,
        "painted": len(painted),
        "seen": ".".join([job.current_step, "text" if pages else "", *map(str, painted)]),
        **_news(job, pages, seen),
        **({} if job.is_open else _way_on(job)),
    }


def _news(job: Job, pages: list[PageShown], seen: list[str]) -> dict[str, Any]:
    """What a page that shows `seen` lacks: its step, "text" when it has the story, and its pictures' numbers."""
    has_text = "text" in seen
    return {
        "new_step": job.current_step != seen[0],
        "new_text": bool(pages) and not has_text,
        "new_pictures": [page for page in pages if has_text and page.picture and str(page.page_number) not in seen[2:]],
    }


def _way_on(job: Job) -> dict[str, Any]:
    """After a book did not work out. A finished one whose page or voice failed is still there to be read."""
    book = Book.objects.published().filter(pk=job.book_id).first()
    return {"can_try_again": job.kind == JobKind.BOOK and book is None, "book": book}
