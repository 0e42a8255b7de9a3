"""A book as a PDF: one edition for the screen, one for the printer.

What an edition shows is decided in `screen` and `booklet`; the `printshop` has it drawn in a process of its own that
sees one folder made for this rendering, with the book's own pictures in it.
"""

import tempfile
from pathlib import Path

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import override

from books import storage
from books.exports import booklet, imprint, marking, printshop, screen
from books.exports.bookfile import BookFile, filename
from books.models import Book
from storyforge_site.lib.errors import Code, StoryforgeError


class Edition(TextChoices):
    SCREEN = "screen"
    PRINT = "print"


def book_pdf(book: Book, edition: str = Edition.SCREEN) -> BookFile:
    """Render the book as it is now. Raises UNKNOWN when a picture did not make it into the file."""
    with tempfile.TemporaryDirectory(prefix="storyforge-pdf-") as folder, override(book.language):
        pictures = _lay_out_pictures(book, Path(folder))
        order = booklet.order(book, pictures) if edition == Edition.PRINT else screen.order(book)
        order |= {"edition": str(edition), "xmp": marking.xmp(by_model=imprint.is_by_model(book))}
        data = printshop.run(order, Path(folder))
        note = _("to print") if edition == Edition.PRINT else ""
    # A picture that is refused is not an error to every library, so they are counted; equal ones are stored once.
    if data.count(b"/Subtype /Image") < len(set(pictures)):
        raise StoryforgeError(Code.UNKNOWN, f"{edition} PDF of {book.pk}: a picture is missing")
    return BookFile(data, filename(book, "pdf", note), "application/pdf")


def _lay_out_pictures(book: Book, folder: Path) -> list[bytes]:
    keys = {"cover": book.cover_image_key} | {str(page.page_number): page.image_key for page in book.pages.all()}
    pictures = {name: storage.read(key) for name, key in keys.items()}
    for name, data in pictures.items():
        (folder / f"{name}.jpg").write_bytes(data)
    return list(pictures.values())
