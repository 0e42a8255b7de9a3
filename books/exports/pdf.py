"""The screen edition: cover, a picture with its text on each page, a colophon.

xhtml2pdf sees one HTML text of ours with every word escaped, and one folder made for this rendering that holds
the book's own pictures; it may read nothing else and fetch nothing.
"""

import io
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from books import storage
from books.exports.typefaces import ANDIKA, GOWUN, ZEN, runs, text_faces
from books.models import Book
from storyforge_site.lib.errors import Code, StoryforgeError

_FACES = (ANDIKA, GOWUN, ZEN)

# Points, by age: small readers get large letters and few words.
_LETTER_SIZES = {"3-5": 21, "5-7": 17, "7-9": 14, "adult": 12}


@dataclass(frozen=True, slots=True)
class BookPdf:
    data: bytes
    filename: str

    @property
    def stream(self) -> io.BytesIO:
        return io.BytesIO(self.data)


def book_pdf(book: Book) -> BookPdf:
    """Render the book as it is now. Raises UNKNOWN when a picture did not make it into the file."""
    with tempfile.TemporaryDirectory(prefix="storyforge-pdf-") as folder:
        data = _render(book, Path(folder))
    return BookPdf(data, filename(book))


def filename(book: Book) -> str:
    """A name a person would give the file: the title, without what file systems dislike."""
    plain = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", book.title).strip(" .") or "Storyforge"
    return f"{' '.join(plain.split())[:80]}.pdf"


def _render(book: Book, folder: Path) -> bytes:
    pictures = _lay_out_pictures(book, folder)
    with override(book.language):
        html = render_to_string("books/pdf/book.html", _context(book))
    from books.exports import xhtml  # a second to import: a process that makes no PDF never pays it

    data, errors = xhtml.render(html, folder)
    # A refused picture is not an error to the library, so the pictures are counted; equal ones are stored once.
    if errors or data.count(b"/Subtype /Image") < len(set(pictures)):
        raise StoryforgeError(Code.UNKNOWN, f"PDF of {book.pk}: {errors} errors, a picture may be missing")
    return data


def _lay_out_pictures(book: Book, folder: Path) -> list[bytes]:
    keys = {"cover": book.cover_image_key} | {str(page.page_number): page.image_key for page in book.pages.all()}
    pictures = {name: storage.read(key) for name, key in keys.items()}
    for name, data in pictures.items():
        (folder / f"{name}.jpg").write_bytes(data)
    return list(pictures.values())


def _context(book: Book) -> dict[str, object]:
    return {
        "book": book,
        "language": book.language,
        "faces": _FACES,
        "body_face": text_faces(book.language)[0],
        "cover_line": typeset(_("A picture book for %(age)s") % {"age": book.get_target_age_display()}, book.language),
        "letter_size": _LETTER_SIZES[book.target_age],
        "title": typeset(book.title, book.language),
        "pages": [(page.page_number, typeset(page.text, book.language)) for page in book.pages.all()],
        "colophon": [typeset(line, book.language) for line in _colophon(book)],
        "word_wrap": "CJK" if book.language == "ja" and not _is_spaced(book) else "",
    }


def _is_spaced(book: Book) -> bool:
    """Kana for the youngest has spaces between phrases, and lines break there and nowhere else."""
    return all(len(phrase) <= 14 for page in book.pages.all() for phrase in page.text.split())


def typeset(text: str, language: str) -> SafeString:
    """Escaped HTML in which every stretch names the face that has its letters."""
    return format_html_join(
        "", '<font face="{}">{}</font>', ((face.family, part) for face, part in runs(text, text_faces(language)))
    )


def _colophon(book: Book) -> list[str]:
    made = book.published_at or book.created_at
    lines = [
        _("This book was made on %(date)s from the wish “%(topic)s”.")
        % {"date": made.strftime("%Y-%m-%d"), "topic": book.topic},
        _maker(book),
        _("Set in Andika, Gowun Dodum and Zen Maru Gothic, under the SIL Open Font License."),
    ]
    if book.illustrator.startswith("offline"):
        lines.append(_("Small things in the pictures: Fluent Emoji by Microsoft, MIT License."))
    return lines


def _maker(book: Book) -> str:
    """Art. 50 of the EU AI Act in words: who or what made text and pictures."""
    if book.storyteller.startswith("offline") and book.illustrator.startswith("offline"):
        return _(
            "Words and pictures were made by Storyforge’s own offline engine, by rule and without a trained model."
        )
    return _(
        "Words and pictures were made with generative AI (%(text)s; %(pictures)s) and checked before they were shown."
    ) % {
        "text": book.storyteller,
        "pictures": book.illustrator,
    }
