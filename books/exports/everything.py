"""Everything a family has of a book in one zip: the editions to read, print and hear, its pictures, its words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import override

from books import storage
from books.exports import imprint
from books.exports.archive import zipped
from books.exports.bookfile import BookFile, filename
from books.models import Book, KeptEdition

_ZIP = "application/zip"


def everything(book: Book, editions: Iterable[KeptEdition]) -> BookFile:
    files = {one.filename: storage.read(one.key) for one in editions}
    with override(book.language):
        folder = _("pictures")
        files |= {f"{folder}/{name}.jpg": storage.read(key) for name, key in _pictures(book).items()}
        files[filename(book, "txt")] = _words(book).encode()
    return BookFile(zipped(files), filename(book, "zip"), _ZIP)


def _pictures(book: Book) -> dict[str, str]:
    return {"00": book.cover_image_key} | {f"{page.page_number:02d}": page.image_key for page in book.pages.all()}


def _words(book: Book) -> str:
    pages = [page.text for page in book.pages.all()]
    return "\n\n".join([book.title, *pages, "* * *", *imprint.colophon(book)]) + "\n"
