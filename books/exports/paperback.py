"""The paperback a family orders from Lulu or KDP: the pages in one file, the cover in another.

Each page of the story is a spread, its words on the left and its picture on the right, to every edge. Around it is
what makes a book of it: half title, owner's page, title, colophon and dedication before, and pages to talk, draw,
colour and write on behind, as many as a perfect binding needs. Those come in spreads too, a page to colour always on
the right; each spread has a rank, and a long story needs only the first of them. The last page stays empty, as both
printers put a mark of their own on it.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from books.exports import fineness, front_matter, imprint
from books.exports.afterwards import Afterwards
from books.exports.printers import FEWEST_PAGES, Printer
from books.exports.sizes import TRIM
from books.exports.typesetting import breaks_anywhere, letter_size, typeset
from books.models import Book

_FRONT = 5
_AROUND = 3  # the end, about the hero, the empty last page
_FEWEST_SPREADS = 3  # of pages to do something on, however long the story is
_LARGER = 1.5  # than in the screen edition: words have a page of their own here

Sheet = dict[str, Any]


def page_count(story_pages: int) -> int:
    """How many pages a paperback has. Always even, and never too few to be bound."""
    return _FRONT + 2 * story_pages + _AROUND + 2 * _spreads_to_do(story_pages)


def pages_order(book: Book, pictures: Iterable[bytes], printer: Printer) -> dict[str, Any]:
    """What the press is told for the pages."""
    dots = fineness.dots_an_inch(pictures)
    sheets = list(_sheets(book, dots))
    said = [f"pages of a paperback for {printer.name}", f"{TRIM} x {TRIM} in", f"{len(sheets)} pages"]
    if book.opens_on_the_right:
        said.append("to be bound on the right" if printer.binds_on_the_right else "last page first")
        sheets = sheets if printer.binds_on_the_right else sheets[::-1]
    return _told(book, [*said, *fineness.keywords(dots)]) | {
        "cut_at_the_spine": not printer.bleeds_at_the_spine,
        "bound_on_the_right": book.opens_on_the_right and printer.binds_on_the_right,
        "sheets": sheets,
    }


def cover_order(book: Book, pictures: Iterable[bytes], printer: Printer) -> dict[str, Any]:
    """What the press is told for back, spine and front in one piece."""
    numbers = [page.page_number for page in book.pages.all()]
    pages = page_count(len(numbers))
    (width, height), spine = printer.cover(pages), printer.spine(pages)
    said = [
        f"cover of a paperback for {printer.name}",
        f"{TRIM} x {TRIM} in",
        f"{pages} pages",
        f"spine {spine:.3f} in",
        f"file {width:.3f} x {height:.3f} in",
    ]
    wrap = {
        "kind": "wrap",
        "picture": "cover.jpg",
        "inside": [f"{number}.jpg" for number in (numbers[0], numbers[len(numbers) // 2], numbers[-1])],
        "summary": typeset(book.summary or book.title, book.language),
        "line": typeset(imprint.made_for(book), book.language),
        "spine": spine,
        "front_is_left": book.opens_on_the_right,
    }
    return _told(book, [*said, *fineness.keywords(fineness.dots_an_inch(pictures))]) | {
        "width": width,
        "sheets": [wrap],
    }


def _told(book: Book, keywords: list[str]) -> dict[str, Any]:
    return {
        "title": book.title,
        "subject": book.topic,
        "language": book.language,
        "letter_size": letter_size(book) * _LARGER,
        "wrap": "CJK" if breaks_anywhere(book) else "",
        "keywords": ", ".join(keywords),
    }


def _sheets(book: Book, dots: int) -> Iterator[Sheet]:
    after = Afterwards(book)
    yield from front_matter.of_a_paperback(book, dots)
    for page in book.pages.all():
        picture = f"{page.page_number}.jpg"
        words = typeset(page.text, book.language)
        yield {"kind": "words", "text": words, "picture": picture, "number": page.page_number}
        yield {"kind": "plate", "picture": picture}
    yield after.the_end()
    yield after.about_the_hero()
    for left, right in _to_do(after, [page.page_number for page in book.pages.all()]):
        yield left
        yield right
    yield {"kind": "empty"}


def _spreads_to_do(story_pages: int) -> int:
    missing = FEWEST_PAGES - _FRONT - 2 * story_pages - _AROUND
    return max(_FEWEST_SPREADS, -(-missing // 2))


def _to_do(after: Afterwards, numbers: list[int]) -> list[tuple[Sheet, Sheet]]:
    """The spreads in the order of the book, of which only those of the first ranks are taken."""
    coloured = iter([*numbers[1::2], *numbers[::2]])
    count = _spreads_to_do(len(numbers))
    spreads: list[tuple[int, Callable[[], Sheet], Callable[[], Sheet]]] = [
        (1, after.to_talk_about, lambda: after.to_colour(next(coloured))),
        (4, after.feelings, after.favourite_page),
        (3, after.new_words, lambda: after.to_colour(next(coloured))),
        (5, after.look_again, after.four_pictures),
        (6, after.letter, lambda: after.other_half(next(coloured))),
        (8, after.what_happens_next, after.own_cover),
        (7, after.new_friend, lambda: after.to_colour(next(coloured))),
        (2, after.own_story, after.own_story_goes_on),
    ]
    return [(left(), right()) for rank, left, right in spreads if rank <= count]
