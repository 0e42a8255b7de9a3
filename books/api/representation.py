"""How jobs and books look from outside: plain dictionaries in the contract's words."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from books import reading_level, storage
from books.api.told import Told
from books.keeping import State
from books.models import Book, JobStatus, Page


def job_status(told: Told) -> dict[str, Any]:
    """`GET /v1/books/{job_id}`. No query; for a finished book two, whatever the number of pages."""
    job = told.job
    failed = job.status in (JobStatus.FAILED, JobStatus.CANCELLED)
    done = job.status == JobStatus.DONE
    return {
        "job_id": job.pk,
        "status": job.status,
        "progress": job.progress,
        "current_step": job.current_step,
        "error": {"code": job.error_code, "message": job.error_sentence} if failed else None,
        "result": book_result(job.book) if done else None,
        "pages_ready": pages_ready(told),
    }


def pages_ready(told: Told) -> list[dict[str, Any]]:
    """What may be read already: texts that passed moderation, with the pictures that did."""
    if told.story is None or told.job.status in (JobStatus.FAILED, JobStatus.CANCELLED):
        return []
    return [_ready_page(page, told.painted.get(str(page["page_number"]), "")) for page in told.story["pages"]]


def _ready_page(page: dict[str, Any], image_key: str) -> dict[str, Any]:
    return {
        "page_number": page["page_number"],
        "text": page["text"],
        "image_url": storage.url(image_key),
        "alt_text": page["alt_text"],
    }


def book_result(book: Book) -> dict[str, Any]:
    """The finished book, as in `result`."""
    return {
        "book_id": book.pk,
        "title": book.title,
        "language": book.language,
        "target_age": book.target_age,
        "style": book.style,
        "cover_image_url": storage.url(book.cover_image_key),
        "pages": [_page(page) for page in book.pages.all()],
        "character_sheet": book.character_sheet,
        "pdf_url": reverse("api-book-pdf", args=[book.pk]),
        "epub_url": reverse("api-book-epub", args=[book.pk]),
        "audio_url": storage.url(book.audio_key),
        "created_at": book.created_at.isoformat().replace("+00:00", "Z"),
    }


def book_detail(book: Book) -> dict[str, Any]:
    return {
        **book_result(book),
        "theme": book.theme,
        "character_id": book.character_id,
        "series_id": book.series_id or None,
        "reading_level": reading_level.measure(book.language, [page.text for page in book.pages.all()]),
    }


def _page(page: Page) -> dict[str, Any]:
    return {
        "page_number": page.page_number,
        "text": page.text,
        "image_url": storage.url(page.image_key),
        "image_prompt": page.image_prompt,
        "alt_text": page.alt_text,
        "audio_url": storage.url(page.audio_key),
    }


def page_audio(page: Page) -> dict[str, Any]:
    """`GET /v1/books/{book_id}/pages/{n}/audio`, for a page that has a voice."""
    return {"audio_url": storage.url(page.audio_key), "words": page.words}


def editions(states: Iterable[State]) -> dict[str, Any]:
    """`GET /v1/books/{book_id}/editions`."""
    return {"editions": [_edition(state) for state in states]}


def _edition(state: State) -> dict[str, Any]:
    kept, job = state.kept, state.job
    return {
        "edition": state.edition,
        "name": state.edition.label,
        "url": storage.url_to_keep(kept.key, kept.filename) if kept else None,
        "filename": kept.filename if kept else None,
        "size": kept.size if kept else None,
        "job_id": job.pk if job and not kept else None,
        "status": job.status if job and not kept else None,
    }


def shelf(books: Iterable[Book]) -> list[dict[str, Any]]:
    """`GET /v1/library`: a row a book, no further query."""
    return [
        {
            "book_id": book.pk,
            "title": book.title,
            "cover_image_url": storage.url(book.cover_image_key),
            "cover_thumbnail_url": storage.url(book.cover_thumbnail_key),
            "target_age": book.target_age,
            "style": book.style,
            "series_id": book.series_id or None,
            "favorite": book.favorite,
            "last_page_read": book.last_page_read,
            "created_at": book.created_at.isoformat().replace("+00:00", "Z"),
        }
        for book in books
    ]
