"""The print edition, `edition=print`: one file with every page of a stapled booklet, in reading order.

Single pages of 8.5 × 8.5 inches (215.9 mm) and an eighth of an inch of bleed on every side; their number is a
multiple of four, because a stapled sheet of paper has four sides. The first page is the front cover, the last one
the back cover, so a copy shop needs nothing else. Front matter is the owner's page, half title, colophon and title;
back matter is the hero's page and a page to draw on, and as many more pages to do something on as fill the last
sheet. A paperback by a print-on-demand house (24 pages and more, the cover as a file of its own) is another
edition, which this is not.
"""

import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image

from books.exports import imprint
from books.exports.sizes import DOTS as _PRINTED_DOTS
from books.exports.sizes import SIDE
from books.exports.typesetting import LETTER_SIZES, breaks_anywhere, typeset, typeset_title
from books.models import Book

_SIDES = 4  # of one folded sheet
_LARGER = 1.2  # than in the screen edition, whose pages are shown smaller than life

Sheet = dict[str, Any]


def order(book: Book, pictures: Iterable[bytes]) -> dict[str, Any]:
    """What the press is told: the pages one after the other, each with its kind and its words."""
    dots = min(_dots_an_inch(picture) for picture in pictures)
    return {
        "title": book.title,
        "subject": book.topic,
        "language": book.language,
        "letter_size": LETTER_SIZES[book.target_age] * _LARGER,
        "wrap": "CJK" if breaks_anywhere(book) else "",
        # Never painted anew for the printer: the family prints the pictures it knows, and reads how fine they are.
        "keywords": f"pictures enlarged from {dots} to {_PRINTED_DOTS} ppi" if dots < _PRINTED_DOTS else "",
        "sheets": list(_sheets(book, dots)),
    }


def _sheets(book: Book, dots: int) -> Iterator[Sheet]:
    before, after = list(_front(book, dots)), list(_back(book))
    story = [
        {"kind": "story", "picture": f"{page.page_number}.jpg", "text": typeset(page.text, book.language)}
        for page in book.pages.all()
    ]
    missing = -(len(before) + len(story) + len(after) + 1) % _SIDES
    yield from [*before, *story, *after, *_to_do(book, missing), _back_cover(book)]


def _front(book: Book, dots: int) -> Iterator[Sheet]:
    language = book.language
    yield {"kind": "cover", "picture": "cover.jpg"}
    yield {"kind": "owner", "heading": typeset_title(_("This book belongs to"), language)}
    yield {"kind": "half_title", "title": typeset_title(book.title, language)}
    yield {
        "kind": "colophon",
        "title": typeset(book.title, language),
        "lines": [typeset(line, language) for line in _colophon(book, dots)],
    }
    yield {
        "kind": "title",
        "title": typeset_title(book.title, language),
        "line": typeset(imprint.made_for(book), language),
        "picture": f"{_page_numbers(book)[len(book.pages.all()) // 2]}.jpg",
    }


def _colophon(book: Book, dots: int) -> list[str]:
    lines = imprint.colophon(book)
    if dots < _PRINTED_DOTS:
        enlarged = _("For paper the pictures were enlarged from %(dots)s dots an inch to %(printed)s.")
        lines.append(enlarged % {"dots": dots, "printed": _PRINTED_DOTS})
    return lines


def _dots_an_inch(picture: bytes) -> int:
    with Image.open(io.BytesIO(picture)) as opened:
        return int(min(opened.size) / SIDE)


def _back(book: Book) -> Iterator[Sheet]:
    hero = next((sheet.get("name", "") for sheet in book.character_sheet), "")
    yield {
        "kind": "lines",
        "heading": typeset_title(_("About %(name)s") % {"name": hero} if hero else _("About the hero"), book.language),
        "picture": f"{_page_numbers(book)[-1]}.jpg",
        "questions": _questions(
            book, _("What I like best about the hero:"), _("What the hero is good at:"), _("What I would ask the hero:")
        ),
    }
    yield {"kind": "drawing", "heading": typeset_title(_("Draw your favourite page of the story"), book.language)}


def _to_do(book: Book, count: int) -> list[Sheet]:
    language = book.language
    pages: list[Sheet] = [
        {"kind": "drawing", "heading": typeset_title(_("What happens next? Draw it here"), language)},
        {
            "kind": "lines",
            "heading": typeset_title(_("Talk about it together"), language),
            "questions": _questions(
                book,
                _("Where in the story were you most excited?"),
                _("What would you have done?"),
                _("Whom would you like to tell this story?"),
            ),
        },
        {"kind": "drawing", "heading": typeset_title(_("The cover of my own book"), language)},
    ]
    return pages[:count]


def _back_cover(book: Book) -> Sheet:
    return {
        "kind": "back_cover",
        "picture": "cover.jpg",
        "summary": typeset(book.summary or book.title, book.language),
        "line": typeset(imprint.made_for(book), book.language),
    }


def _page_numbers(book: Book) -> list[int]:
    return [page.page_number for page in book.pages.all()]


def _questions(book: Book, *questions: str) -> list[str]:
    return [typeset(question, book.language) for question in questions]
