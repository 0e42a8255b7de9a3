"""A book goes on: told anew for somebody else, or as the next volume. Both are books and cost what a book costs."""

import hashlib
import json
from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from rest_framework.response import Response

from books import remaking, services
from books.models import Book, Job
from books.reader.forms import RetellForm, SequelForm
from books.reader.own import own_book, refuse
from credits import services as credits
from storyforge_site.accounts.who import signed_in
from storyforge_site.idempotency import once
from storyforge_site.lib import ratelimits
from storyforge_site.lib.errors import StoryforgeError


@login_required
@require_http_methods(["GET", "POST"])
def retell(request: HttpRequest, book_id: str) -> HttpResponse:
    book = own_book(request, book_id)
    form = RetellForm(_sent(request), book=book)

    def order() -> Job:
        wish = form.cleaned_data
        return remaking.order_retelling(book.user, book, target_age=wish["target_age"], language=wish["language"])

    return _told(request, book, form, order, "books/retell.html")


@login_required
@require_http_methods(["GET", "POST"])
def sequel(request: HttpRequest, book_id: str) -> HttpResponse:
    book = own_book(request, book_id)
    form = SequelForm(_sent(request), initial={"topic": request.GET.get("topic", "")[:200]})
    return _told(
        request,
        book,
        form,
        lambda: remaking.order_sequel(book.user, book, form.cleaned_data["topic"]),
        "books/sequel.html",
    )


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _told(request: HttpRequest, book: Book, form: Form, order: Callable[[], Job], template: str) -> HttpResponse:
    if form.is_valid():
        try:
            ratelimits.enforce(request, group=ratelimits.GENERATE)
            return redirect("wait", _ordered_once(request, form, order))
        except StoryforgeError as error:
            refuse(form, error)
    context = {
        "book": book,
        "form": form,
        "price": services.book_price(),
        "balance": credits.balance_of(signed_in(request)),
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _ordered_once(request: HttpRequest, form: Form, order: Callable[[], Job]) -> str:
    """The job. The same form sent twice is one book, as with the API's keys."""
    if not form.cleaned_data["key"]:
        return order().pk
    asked = json.dumps([request.path, form.cleaned_data], sort_keys=True)
    wish = hashlib.sha256(asked.encode()).hexdigest()
    answer = once(request.user.pk, f"form:{wish}", wish, lambda: Response({"job_id": order().pk}, status=202))
    return str(answer.data["job_id"])
