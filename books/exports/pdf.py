"""A book as a PDF: one edition for the screen, one to staple, and a paperback's pages and cover for either printer.

What an edition shows is decided in `screen`, `booklet` and `paperback`; the `printshop` has it drawn in a process of
its own that sees one folder made for this rendering, with the book's own pictures in it.
"""

import tempfile
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from books import storage
from books.exports import booklet, imprint, paperback, printshop, screen
from books.exports.bookfile import BookFile, filename
from books.exports.printers import KDP, LULU
from books.models import Book, Edition
from storyforge_site.lib import marking
from storyforge_site.lib.errors import Code, StoryforgeError


def book_pdf(book: Book, edition: str = Edition.SCREEN) -> BookFile:
    """Render the book as it is now. Raises UNKNOWN when a picture did not make it into the file."""
    with tempfile.TemporaryDirectory(prefix="storyforge-pdf-") as folder, override(book.language):
        pictures = _lay_out_pictures(book, Path(folder))
        order = _order(book, pictures, Edition(edition)) | {
            "edition": str(edition),
            "xmp": marking.xmp(by_model=imprint.is_by_model(book)),
        }
        data = printshop.run(order, Path(folder))
        note = _note(Edition(edition))
    # A picture that is refused is not an error to every library, so they are counted; equal ones are stored once.
    if edition == Edition.SCREEN and data.count(b"/Subtype /Image") < len(set(pictures)):
        raise StoryforgeError(Code.UNKNOWN, f"{edition} PDF of {book.pk}: a picture is missing")
    return BookFile(data, filename(book, "pdf", note), "application/pdf")


def _order(book: Book, pictures: list[bytes], edition: Edition) -> dict[str, Any]:
    match edition:
        case Edition.PRINT:
            return booklet.order(book, pictures)
        case Edition.LULU | Edition.KDP:
            return paperback.pages_order(book, pictures, LULU if edition == Edition.LULU else KDP)
        case Edition.LULU_COVER | Edition.KDP_COVER:
            return paperback.cover_order(book, pictures, LULU if edition == Edition.LULU_COVER else KDP)
        case _:
            return screen.order(book)


def _note(edition: Edition) -> str:
    """What the file's name says beside the title, so that one can lie beside the other."""
    notes = {
        Edition.PRINT: _("to print"),
        Edition.LULU: _("pages for Lulu"),
        Edition.LULU_COVER: _("cover for Lulu"),
        Edition.KDP: _("pages for KDP"),
        Edition.KDP_COVER: _("cover for KDP"),
    }
    return notes.get(edition, "")


def _lay_out_pictures(book: Book, folder: Path) -> list[bytes]:
    keys = {"cover": book.cover_image_key} | {str(page.page_number): page.image_key for page in book.pages.all()}
    pictures = {name: storage.read(key) for name, key in keys.items()}
    for name, data in pictures.items():
        (folder / f"{name}.jpg").write_bytes(data)
    return list(pictures.values())
