"""The end of a book on the site: the sitting is kept, its day counted, and there is a reason to come back."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET, require_POST

from books import services as shelf
from books.models import Book
from books.reader import sitting
from books.reader.forms import SequelForm
from storyforge_site.accounts.models import User
from storyforge_site.accounts.who import signed_in
from storyforge_site.lib.clock import now
from streaks import services
from streaks.models import DailyStreak
from streaks.services import MILESTONES, Sitting

_SAT = "sitting"


class FinishedForm(forms.Form):
    opened = forms.CharField(max_length=400, required=False)
    seconds = forms.IntegerField(min_value=0, required=False)


@login_required
@require_POST
def finished(request: HttpRequest, book_id: str) -> HttpResponse:
    """A second press, or the page loaded anew, is the same sitting."""
    user = signed_in(request)
    book = _open_book(user, book_id)
    form = FinishedForm(request.POST)
    told: dict[str, Any] = form.cleaned_data if form.is_valid() else {"opened": "", "seconds": 0}
    if not told["opened"] or request.session.get(_SAT, {}).get("opened") != told["opened"]:
        seconds = sitting.seconds(told["opened"], book.pk, told["seconds"])
        sat = services.record_reading(user, book, seconds=seconds, completed=True, moment=now())
        request.session[_SAT] = _remembered(sat, book, told["opened"])
    if book.user_id == user.pk:
        shelf.change_on_shelf(book, last_page_read=book.pages.count())
    return redirect("the-end", book.pk)


@login_required
@require_GET
def the_end(request: HttpRequest, book_id: str) -> HttpResponse:
    user = signed_in(request)
    book = _open_book(user, book_id)
    sat = request.session.get(_SAT, {})
    standing = services.standing(user, now())
    context = {
        "book": book,
        "is_own": book.user_id == user.pk,
        "sat": sat if sat.get("book") == book.pk else {},
        "days": standing.current_streak,
        "next_gift": _next_gift(standing.streak, standing.current_streak),
        "sequel": SequelForm(),
    }
    response = render(request, "streaks/the_end.html", context)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _open_book(user: User, book_id: str) -> Book:
    return get_object_or_404(Book.objects.open_to(user).published(), pk=book_id)


def _remembered(sat: Sitting, book: Book, opened: str) -> dict[str, Any]:
    gifts = [{"days": each.days, "credits": each.credits} for each in sat.milestones]
    return {"book": book.pk, "opened": opened, "is_new_day": sat.is_new_day, "milestones": gifts}


def _next_gift(streak: DailyStreak, current: int) -> dict[str, int] | None:
    """The next milestone this reader has not had, and the days to it."""
    for days, gift in MILESTONES.items():
        if days > streak.longest_streak:
            return {"days": days, "credits": gift, "days_to_go": days - current}
    return None


urlpatterns = [
    path("books/<slug:book_id>/finished/", finished, name="finished"),
    path("books/<slug:book_id>/the-end/", the_end, name="the-end"),
]
