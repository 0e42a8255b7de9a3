"""The shelf: find a book, love it, name it anew, throw it away and take it back."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh
from django_htmx.middleware import HtmxDetails

from books import services
from books.models import MAKING_BOOKS, Book, Job
from books.models.job import JobQuerySet
from books.progress import words_for
from books.shelf.boards import boards
from books.tellable import require_printable
from storyforge_site.accounts.models import User
from storyforge_site.accounts.who import signed_in
from storyforge_site.lib import language


class HtmxHttpRequest(HttpRequest):
    htmx: HtmxDetails


class FindForm(forms.Form):
    q = forms.CharField(max_length=100, required=False)
    favorite = forms.BooleanField(required=False)


class NameForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, validators=[require_printable])


@login_required
@require_GET
def library(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = FindForm(request.GET)
    form.is_valid()  # words that are too long are left out
    words, favorite = str(form.cleaned_data.get("q", "")), bool(form.cleaned_data.get("favorite"))
    books = Book.objects.on_shelf_of(user, words=words, favorite=favorite or None)
    shown, page = boards(books, request.GET.get("page", ""))
    context = {
        "boards": shown,
        "languages": {book.language for board in shown for book in board.books} - {language.spoken()},
        "page": page,
        "words": words,
        "favorite": favorite,
        "being_made": _being_made(user),
        "thrown_away": Book.objects.filter(user=user).in_wastebasket().order_by("-thrown_away_at"),
    }
    return render(request, "books/shelf/library.html", context)


@login_required
@require_GET
def being_made(request: HttpRequest) -> HttpResponse:
    """The moving part of the shelf, for htmx. When a book is finished the whole shelf is asked for again."""
    jobs = list(_being_made(signed_in(request)))
    if str(len(jobs)) != request.GET.get("were", ""):
        return HttpResponseClientRefresh()
    return render(request, "books/shelf/being_made.html", {"being_made": jobs})


@login_required
@require_POST
def love(request: HtmxHttpRequest, book_id: str) -> HttpResponse:
    book = _own(request, book_id)
    services.change_on_shelf(book, favorite=request.POST.get("favorite") == "true")
    return render(request, "books/shelf/heart.html", {"book": book}) if request.htmx else _back(request)


@login_required
@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, book_id: str) -> HttpResponse:
    book = _own(request, book_id)
    form = NameForm(request.POST or None, initial={"title": book.title})
    if request.method == "POST" and form.is_valid():
        services.change_on_shelf(book, title=form.cleaned_data["title"])
        messages.success(request, _("It is called “%(title)s” now.") % {"title": book.title})
        return redirect("library")
    return render(request, "books/shelf/rename.html", {"book": book, "form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def throw_away(request: HttpRequest, book_id: str) -> HttpResponse:
    """The shelf itself then offers to take it back."""
    services.throw_away(_own(request, book_id))
    return redirect("library")


@login_required
@require_POST
def take_back(request: HttpRequest, book_id: str) -> HttpResponse:
    found = Book.objects.filter(user=signed_in(request), pk=book_id)
    if found.bring_back():
        messages.success(request, _("It is back on your shelf."))
    else:
        messages.error(request, _("It was thrown away more than an hour ago and is gone."))
    return redirect("library")


def _being_made(user: User) -> JobQuerySet:
    jobs = Job.objects.all().of_books().owned_by(user).open().filter(kind__in=MAKING_BOOKS).select_related("book")
    for job in jobs:
        job.words = words_for(job.current_step)  # type: ignore[attr-defined]
    return jobs


def _own(request: HttpRequest, book_id: str) -> Book:
    return get_object_or_404(Book.objects.owned_by(signed_in(request)).published(), pk=book_id)


def _back(request: HttpRequest) -> HttpResponse:
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return redirect(address if is_ours else reverse("library"))
