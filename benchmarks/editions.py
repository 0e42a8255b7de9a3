"""The files of a finished book, made by the function that makes them; queue and storage of the file apart.

The reference of the screen edition is a short script's worth of ReportLab in this process, as warm as ours: the same
JPEGs, as they are kept, and the same words in the same embedded face on as many pages. It balances no lines, tags
nothing for screen readers, marks nothing, and is not fenced in. Unless it is told otherwise ReportLab writes
pictures as text, a quarter larger; a figure for reading has it write bytes, as our press does.
"""

import io
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median

from django.core.files.storage import default_storage
from reportlab import rl_config
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from benchmarks.figures import Bound, Figure
from books.exports import imprint
from books.exports.epub import book_epub
from books.exports.pdf import book_pdf
from books.exports.typefaces import ANDIKA
from books.models import Book, Edition, JobStatus
from books.models.book import MAX_PAGES
from books.pipeline.runner import advance
from books.services import order_house_book
from books.spec import BookSpec
from storyforge_site.lib.clock import monotonic

_TIMES = 9
_STRAIGHT, _BOUND = "drawn straight with ReportLab", Bound(2.0)
_WORDS = ParagraphStyle("words", fontName=ANDIKA.family, fontSize=17, leading=25.5, alignment=TA_CENTER)


def measure() -> Iterator[Figure]:
    pdfmetrics.registerFont(TTFont(ANDIKA.family, str(ANDIKA.path)))
    short, long = _finished(8), _finished(MAX_PAGES)
    opened, straight = _seconds(book_pdf, short, times=1), _seconds(_straight, short)
    screen = _seconds(book_pdf, short)
    yield Figure("Screen PDF, 8 pages", screen, "s", straight, _STRAIGHT, _BOUND)
    yield Figure(
        f"Screen PDF, {MAX_PAGES} pages, the most",
        _seconds(book_pdf, long),
        "s",
        _seconds(_straight, long),
        _STRAIGHT,
        _BOUND,
    )
    yield Figure("Screen PDF, a press opened for it", opened, "s", straight, _STRAIGHT)
    yield Figure("Screen PDF", screen, "s", _seconds(_straight_in_bytes, short), f"{_STRAIGHT}, told to write bytes")
    booklet = _seconds(partial(book_pdf, edition=Edition.PRINT), short, times=3)
    yield Figure("Booklet to print", booklet, "s", screen, "screen PDF")
    yield Figure("EPUB", _seconds(book_epub, short), "s", screen, "screen PDF")


def _finished(pages: int) -> Book:
    """With painted pictures."""
    job = order_house_book(BookSpec("A shy dragon learns to swim", "5-7", "watercolor", "en", pages), seed=7)
    advance(job.pk)
    job.refresh_from_db()
    assert job.status == JobStatus.DONE, job.error_code
    return Book.objects.get(pk=job.book_id)


def _seconds(make: Callable[[Book], object], book: Book, *, times: int = _TIMES) -> float:
    taken = []
    for _time in range(times):
        began = monotonic()
        make(book)
        taken.append(monotonic() - began)
    return median(taken)


def _straight_in_bytes(book: Book) -> bytes:
    rl_config.useA85 = 0
    try:
        return _straight(book)
    finally:
        rl_config.useA85 = 1


def _straight(book: Book) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(210 * mm, 262 * mm))
    for key, words in [(book.cover_image_key, imprint.made_for(book)), *_pages(book)]:
        canvas.drawImage(default_storage.path(key), 0, 52 * mm, 210 * mm, 210 * mm)
        _set(canvas, words, top=46 * mm)
        canvas.showPage()
    for number, line in enumerate((book.title, *imprint.colophon(book))):
        _set(canvas, line, top=(178 - 25 * number) * mm)
    canvas.save()
    return out.getvalue()


def _pages(book: Book) -> list[tuple[str, str]]:
    return [(page.image_key, page.text) for page in book.pages.all()]


def _set(canvas: Canvas, words: str, *, top: float) -> None:
    paragraph = Paragraph(words, _WORDS)
    _width, height = paragraph.wrap(180 * mm, 200 * mm)
    paragraph.drawOn(canvas, 15 * mm, top - height)
