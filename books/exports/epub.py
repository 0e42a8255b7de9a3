"""A book as an EPUB 3 of fixed layout: cover, a picture with its words on each page, a colophon.

Every file comes from a template of ours with each word escaped; there is no script in it and nothing to fetch. The
same book gives the same bytes. Words stand in elements with ids (`words-3`), for a voice to follow later.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Max
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from books import storage
from books.exports import imprint, marking
from books.exports.archive import zipped
from books.exports.bookfile import BookFile, filename
from books.exports.typefaces import FOLDER, text_faces
from books.exports.typesetting import LETTER_SIZES, breaks_anywhere, fitting_size
from books.exports.webfonts import WebFont, web_fonts
from books.models import Book, Page, PageVersion

MEDIA_TYPE = "application/epub+zip"
WIDTH, HEIGHT = 1200, 1600  # of a page, in its own pixels: a square picture and a calm band below it
_WORDS_WIDTH, _WORDS_HEIGHT = 1040, 350
_PIXELS_A_POINT = 2.6  # so that letters are as large against the picture as in the PDF
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_MEDIA_TYPES = {
    "xhtml": "application/xhtml+xml",
    "css": "text/css",
    "jpg": "image/jpeg",
    "ttf": "font/ttf",
    "txt": "text/plain",
}


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A page with a picture, as the templates see it."""

    name: str  # of its file and its picture, without the ending
    alt_text: str
    words: str
    letter_size: int
    label: str
    page_number: int = 0


def book_epub(book: Book) -> BookFile:
    """The book as it is now."""
    with override(book.language):
        files = _files(book)
    return BookFile(zipped(MEDIA_TYPE, files), filename(book, "epub"), MEDIA_TYPE)


def _files(book: Book) -> dict[str, bytes]:
    """Every file by its path in the archive."""
    leaves = [_cover(book), *(_leaf(book, page) for page in book.pages.all())]
    colophon = [_clean(line) for line in imprint.colophon(book)]
    heading = _("About this book")
    words = [_clean(book.title), heading, *colophon, *(leaf.words for leaf in leaves)]
    fonts = web_fonts(words, text_faces(book.language))
    context = {
        "language": book.language,
        "title": _clean(book.title),
        "fonts": fonts,
        "width": WIDTH,
        "height": HEIGHT,
        "keeps_words_whole": not breaks_anywhere(book),
    }
    content = {f"{leaf.name}.xhtml": _made("page.xhtml", context | {"leaf": leaf}) for leaf in leaves}
    content["colophon.xhtml"] = _made("colophon.xhtml", context | {"lines": colophon, "heading": heading})
    content["nav.xhtml"] = _made("nav.xhtml", context | _nav(leaves, heading))
    content["style.css"] = _made("style.css", context)
    content |= _pictures(book) | _font_files(fonts)
    content["package.opf"] = _made("package.opf", context | _package(book, content))
    container = {"META-INF/container.xml": _made("container.xml", {})}
    return container | {f"EPUB/{name}": data for name, data in content.items()}


def _made(template: str, context: dict[str, Any]) -> bytes:
    return render_to_string(f"books/epub/{template}", context).encode()


def _cover(book: Book) -> _Leaf:
    alt = _clean(book.cover_alt_text) or _clean(book.title)
    line = f"{imprint.made_for(book)} · Storyforge"
    return _Leaf("cover", alt, line, letter_size=40, label=_("Cover"))


def _leaf(book: Book, page: Page) -> _Leaf:
    number, words = page.page_number, _clean(page.text)
    largest = round(LETTER_SIZES[book.target_age] * _PIXELS_A_POINT)
    size = fitting_size(words, book.language, largest, width=_WORDS_WIDTH, height=_WORDS_HEIGHT)
    label = _("Page %(number)s") % {"number": number}
    return _Leaf(f"page-{number:02d}", _clean(page.alt_text) or label, words, size, label, number)


def _nav(leaves: list[_Leaf], colophon: str) -> dict[str, Any]:
    return {
        "cover": leaves[0],
        "leaves": leaves[1:],
        "contents": _("Contents"),
        "landmarks": _("Where to begin"),
        "page_list": _("List of pages"),
        "story": _("The story"),
        "colophon": colophon,
    }


def _pictures(book: Book) -> dict[str, bytes]:
    pages = {f"images/page-{page.page_number:02d}.jpg": storage.read(page.image_key) for page in book.pages.all()}
    return {"images/cover.jpg": storage.read(book.cover_image_key)} | pages


def _font_files(fonts: list[WebFont]) -> dict[str, bytes]:
    files = {f"fonts/{font.family}.ttf": font.data for font in fonts}
    return files | {"fonts/OFL.txt": (FOLDER / "OFL.txt").read_bytes()}


def _package(book: Book, content: dict[str, bytes]) -> dict[str, Any]:
    pages = sorted(name for name in content if name.startswith("page-"))
    return {
        "identifier": f"urn:storyforge:{book.pk}",
        "modified": _last_change(book).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "published": (book.published_at or book.created_at).strftime("%Y-%m-%d"),
        "summary": _clean(book.summary),
        "source_type": marking.digital_source_type(by_model=imprint.is_by_model(book)),
        "accessibility": _(
            "Every picture is described in words, and all words are real text in reading order. "
            "The layout is fixed, so letters grow only with the whole page. There is no sound and nothing flashes."
        ),
        "items": [_item(name) for name in content],
        "spine": [_id(name) for name in ("cover.xhtml", *pages, "colophon.xhtml")],
    }


def _last_change(book: Book) -> datetime:
    """A page that was made anew keeps what it was until then, with the moment."""
    remade: datetime | None = PageVersion.objects.filter(page__book=book).aggregate(last=Max("created_at"))["last"]
    return max(filter(None, (book.published_at, book.created_at, remade)))


def _item(name: str) -> dict[str, str]:
    properties = {"nav.xhtml": "nav", "images/cover.jpg": "cover-image"}.get(name, "")
    media_type = _MEDIA_TYPES[name.rpartition(".")[2]]
    return {"id": _id(name), "href": name, "media_type": media_type, "properties": properties}


def _id(name: str) -> str:
    return re.sub(r"[^\w-]", "-", name)


def _clean(text: str) -> str:
    """Without the few characters that no XML may hold."""
    return _NOT_XML.sub("", text)
