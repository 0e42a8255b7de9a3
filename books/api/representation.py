"""How jobs and books look from outside: plain dictionaries in the contract's words."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from books import storage
from books.models import Book, ImagePrompt, Job, JobStatus, Page, StoryDraft


def job_status(job: Job) -> dict[str, Any]:
    """`GET /v1/books/{job_id}`. Three queries at most, whatever the number of pages."""
    failed = job.status in (JobStatus.FAILED, JobStatus.CANCELLED)
    done = job.status == JobStatus.DONE
    return {
        "job_id": job.pk,
        "status": job.status,
        "progress": job.progress,
        "current_step": job.current_step,
        "error": {"code": job.error_code, "message": job.error_sentence} if failed else None,
        "result": book_result(job.book) if done else None,
        "pages_ready": pages_ready(job),
    }


def pages_ready(job: Job) -> list[dict[str, Any]]:
    """What may be read already: texts that passed moderation, with the pictures that did."""
    draft = StoryDraft.objects.filter(job=job).first()
    if draft is None or job.status in (JobStatus.FAILED, JobStatus.CANCELLED):
        return []
    pictures = {picture.page_number: picture for picture in ImagePrompt.objects.filter(job=job)}
    return [_ready_page(page, pictures.get(page["page_number"])) for page in draft.story["pages"]]


def _ready_page(page: dict[str, Any], picture: ImagePrompt | None) -> dict[str, Any]:
    return {
        "page_number": page["page_number"],
        "text": page["text"],
        "image_url": storage.url(picture.image_key) if picture else None,
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
        "reading_level": None,
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
