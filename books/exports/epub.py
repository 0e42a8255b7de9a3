"""A book as an EPUB 3 of fixed layout: cover, a picture with its words on each page, a colophon.

Every file comes from a template of ours with each word escaped; there is no script in it and nothing to fetch. The
same book gives the same bytes. What was read aloud is heard in it, word by word (`overlay.py`).
"""

import re
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from books import storage
from books.exports import imprint, package, sound, voice
from books.exports.accessibility import accessibility
from books.exports.archive import zipped
from books.exports.bookfile import BookFile, filename
from books.exports.overlay import Overlay, overlay
from books.exports.typefaces import FOLDER, text_faces
from books.exports.typesetting import breaks_anywhere, fitting_size, letter_size
from books.exports.webfonts import WebFont, web_fonts
from books.models import Book, Page
from books.pages import Spoken, spoken
from storyforge_site.lib import marking

MEDIA_TYPE = "application/epub+zip"
WIDTH, HEIGHT = 1200, 1600  # of a page, in its own pixels: a square picture and a calm band below it
_WORDS_WIDTH, _WORDS_HEIGHT = 1040, 350
_PIXELS_A_POINT = 2.6  # so that letters are as large against the picture as in the PDF
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A page with a picture, as the templates see it."""

    name: str  # of its file and its picture, without the ending
    alt_text: str
    words: str
    letter_size: int
    label: str
    page_number: int = 0
    overlay: Overlay | None = None

    @property
    def heard_as_a_whole(self) -> str:
        """The id of what is marked where words are not; the title stands in the cover's picture."""
        return f"words-{self.page_number}" if self.page_number else "picture-0"


def book_epub(book: Book) -> BookFile:
    """The book as it is now. Raises STORAGE_UPLOAD_FAILED."""
    with override(book.language):
        files = _files(book, voice.sounds(book))
    return BookFile(zipped(files, media_type=MEDIA_TYPE), filename(book, "epub"), MEDIA_TYPE)


def _files(book: Book, read: dict[int, bytes]) -> dict[str, bytes]:
    """Every file by its path in the archive."""
    leaves = [_cover(book, read), *(_leaf(book, page, read) for page in book.pages.all())]
    colophon = [_clean(line) for line in imprint.colophon(book, is_heard=bool(read))]
    heading = _("About this book")
    words = [_clean(book.title), heading, *colophon, *(leaf.words for leaf in leaves)]
    fonts = web_fonts(words, text_faces(book.language))
    context = {
        "language": book.language,
        "direction": book.direction,
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
    content |= _pictures(book) | _overlays(leaves) | _font_files(fonts)
    content["package.opf"] = _made("package.opf", context | _package(book, content, leaves, read))
    container = {"META-INF/container.xml": _made("container.xml", {})}
    return container | {f"EPUB/{name}": data for name, data in content.items()}


def _made(template: str, context: dict[str, Any]) -> bytes:
    return render_to_string(f"books/epub/{template}", context).encode()


def _cover(book: Book, read: dict[int, bytes]) -> _Leaf:
    alt = ": ".join(filter(None, (_clean(book.title), _clean(book.cover_alt_text))))  # its letters are in the picture
    line = f"{imprint.made_for(book)} · Storyforge"
    heard = overlay(read[0]) if 0 in read else None
    return _Leaf("cover", alt, line, letter_size=40, label=_("Cover"), overlay=heard)


def _leaf(book: Book, page: Page, read: dict[int, bytes]) -> _Leaf:
    number, words = page.page_number, _clean(page.text)
    largest = round(letter_size(book) * _PIXELS_A_POINT)
    size = fitting_size(words, book.language, largest, width=_WORDS_WIDTH, height=_WORDS_HEIGHT)
    label = _("Page %(number)s") % {"number": number}
    heard = overlay(read[number], _pieces(page)) if number in read else None
    return _Leaf(f"page-{number:02d}", _clean(page.alt_text) or label, words, size, label, number, heard)


def _pieces(page: Page) -> tuple[Spoken, ...]:
    return spoken(_clean(page.text), [word | {"text": _clean(word["text"])} for word in page.words])


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


def _overlays(leaves: list[_Leaf]) -> dict[str, bytes]:
    heard = [leaf for leaf in leaves if leaf.overlay]
    overlays = {f"{leaf.name}.smil": _made("page.smil", {"leaf": leaf}) for leaf in heard}
    return overlays | {f"audio/{leaf.name}.mp3": leaf.overlay.sound for leaf in heard if leaf.overlay}


def _font_files(fonts: list[WebFont]) -> dict[str, bytes]:
    files = {f"fonts/{font.family}.ttf": font.data for font in fonts}
    return files | {"fonts/OFL.txt": (FOLDER / "OFL.txt").read_bytes()}


def _package(book: Book, content: dict[str, bytes], leaves: list[_Leaf], read: dict[int, bytes]) -> dict[str, Any]:
    pages, by_voice = book.pages.all(), any(map(sound.is_by_model, read.values()))
    overlays = {leaf.name: leaf.overlay for leaf in leaves if leaf.overlay}
    order = [*(leaf.name for leaf in leaves), "colophon"]
    return {
        **package.of(book, content, order, overlays),
        "summary": _clean(book.summary),
        "source_type": marking.digital_source_type(by_model=imprint.is_by_model(book) or by_voice),
        "narrator": imprint.narrator(),
        "accessibility": accessibility(
            is_described=bool(book.cover_alt_text) and all(page.alt_text for page in pages),
            pages=len(pages),
            read=len(read.keys() - {0}),
        ),
    }


def _clean(text: str) -> str:
    """Without the few characters that no XML may hold."""
    return _NOT_XML.sub("", text)
