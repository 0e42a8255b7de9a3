"""What stands on a family's shelf, a page at a time: single books, and series that stand together on one board."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, Max, Q, Value, When

from books.models import Book
from books.models.book import BookQuerySet

ON_A_PAGE = 24


@dataclass(frozen=True, slots=True)
class Board:
    """One book, or several of one series, the first volume first."""

    books: tuple[Book, ...]

    @property
    def is_series(self) -> bool:
        return len(self.books) > 1

    @property
    def book(self) -> Book:
        return self.books[0]


def boards(books: BookQuerySet, number: str) -> tuple[list[Board], "Page[tuple[str, str]]"]:
    """The boards of page `number` and the page, the newest first. Three queries, however many books."""
    alone = When(series_id="", then=F("pk"))
    keys = (
        books.order_by()
        .annotate(alone=Case(alone, default=Value("")))
        .values_list("series_id", "alone")
        .annotate(newest=Max("created_at"))
        .order_by("-newest", "-alone")
        .values_list("series_id", "alone")
    )
    page = Paginator(keys, ON_A_PAGE).get_page(number)
    series, singles = {key for key, _alone in page if key}, {alone for key, alone in page if not key}
    found: dict[str, list[Book]] = {}
    here = books.filter(Q(series_id__in=series) | Q(pk__in=singles)).select_related("character")
    for book in here.order_by("volume", "created_at"):
        found.setdefault(book.series_id or book.pk, []).append(book)
    return [Board(tuple(found[key or alone])) for key, alone in page if (key or alone) in found], page
