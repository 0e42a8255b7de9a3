"""The print edition, `edition=print`: one file with every page of a stapled booklet, in reading order.

Single pages of 8.5 × 8.5 inches (215.9 mm) and an eighth of an inch of bleed on every side; their number is a
multiple of four, because a stapled sheet of paper has four sides. The first page is the front cover, the last one
the back cover, so a copy shop needs nothing else. Front matter is the owner's page, half title, colophon and title;
back matter is the hero's page and a page to draw on, and as many more pages to do something on as fill the last
sheet. A paperback by a print-on-demand house, with its cover as a file of its own, is `paperback`.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from books.exports import fineness, front_matter, imprint
from books.exports.afterwards import Afterwards
from books.exports.typesetting import breaks_anywhere, letter_size, typeset
from books.models import Book

_SIDES = 4  # of one folded sheet
_LARGER = 1.2  # than in the screen edition, whose pages are shown smaller than life

Sheet = dict[str, Any]


def order(book: Book, pictures: Iterable[bytes]) -> dict[str, Any]:
    """What the press is told: the pages one after the other, each with its kind and its words."""
    dots = fineness.dots_an_inch(pictures)
    return {
        "title": book.title,
        "subject": book.topic,
        "language": book.language,
        "bound_on_the_right": book.opens_on_the_right,
        "letter_size": letter_size(book) * _LARGER,
        "wrap": "CJK" if breaks_anywhere(book) else "",
        "keywords": ", ".join(fineness.keywords(dots)),
        "sheets": list(_sheets(book, dots)),
    }


def _sheets(book: Book, dots: int) -> Iterator[Sheet]:
    after = Afterwards(book)
    before, behind = list(_front(book, dots)), [after.about_the_hero(), after.favourite_page()]
    story = [
        {"kind": "story", "picture": f"{page.page_number}.jpg", "text": typeset(page.text, book.language)}
        for page in book.pages.all()
    ]
    missing = -(len(before) + len(story) + len(behind) + 1) % _SIDES
    to_do = [after.what_happens_next(), after.to_talk_about(), after.own_cover()]
    yield from [*before, *story, *behind, *to_do[:missing], _back_cover(book)]


def _front(book: Book, dots: int) -> Iterator[Sheet]:
    yield {"kind": "cover", "picture": "cover.jpg"}
    yield front_matter.owner(book)
    yield front_matter.half_title(book)
    yield front_matter.colophon(book, dots)
    yield front_matter.title_page(book)


def _back_cover(book: Book) -> Sheet:
    return {
        "kind": "back_cover",
        "picture": "cover.jpg",
        "summary": typeset(book.summary or book.title, book.language),
        "line": typeset(imprint.made_for(book), book.language),
    }
