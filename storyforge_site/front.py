"""The first page: what a newcomer needs to know, and today's story."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from books.models import Book
from books.services import book_price
from storyforge_site.lib.choices import Language, Style
from storyforge_site.lib.clock import now
from streaks import daily
from streaks.days import local_date

_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Prices:
    """In credits."""

    book: int
    opening: int
    basic: int
    premium: int


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    language = str(get_language() or "en").split("-")[0]
    today = _todays_book(request, language if language in Language.values else "en")
    samples = Book.objects.samples()
    here = list(samples.filter(language=language)[:_SHOWN]) or list(samples[:_SHOWN])
    prices = Prices(book_price(), settings.OPENING_CREDITS, settings.PLANS["basic"], settings.PLANS["premium"])
    context = {"samples": here, "today": today, "styles": Style.choices, "prices": prices}
    return render(request, "home.html", context)


def _todays_book(request: HttpRequest, language: str) -> Book | None:
    """By the reader's own day; a newcomer's begins with ours."""
    zone = request.user.time_zone if request.user.is_authenticated else "UTC"
    return daily.story_of(local_date(now(), zone), language).open_book
