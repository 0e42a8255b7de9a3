"""Books as they are in the database, without the seconds of making them."""

import io
from typing import Any

from PIL import Image

from books import storage
from books.models import Book, Job, JobStatus, Page
from books.spec import BookSpec
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now


def jpeg(colour: str = "#88aacc", side: int = 512) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(out, "JPEG")
    return out.getvalue()


def wish(**fields: Any) -> dict[str, Any]:
    """The body of a good `POST /v1/books`."""
    return {"topic": "A shy dragon learns to swim", "language": "en", "target_age": "5-7", "style": "cartoon"} | fields


def a_spec(**fields: Any) -> BookSpec:
    return BookSpec(**wish(**fields))


def a_book(user: User, *, pages: int = 4, **fields: Any) -> Book:
    """A published book with stored pictures; `pages=0` for the bare row, `published_at=None` for one in the making."""
    book = Book.objects.create(
        user=user,
        **{
            **wish(),
            "title": "The Dragon and the Pond",
            "summary": "A dragon learns to swim.",
            "storyteller": "offline storyforge-storyteller-1",
            "illustrator": "offline storyforge-illustrator-1",
            "cover_image_key": "not-stored.jpg",
            "published_at": now(),
            **fields,
        },
    )
    if pages:
        _add_pages(book, pages)
    return book


def a_job(book: Book, *, finished: bool = False, **fields: Any) -> Job:
    if finished:
        fields = {"status": JobStatus.DONE, "progress": 100, "current_step": "done", "finished_at": now()} | fields
    return Job.objects.create(**{"user": book.user, "book": book, "seed": 7, "spec": a_spec().as_dict(), **fields})


def _add_pages(book: Book, count: int) -> None:
    folder = storage.book_folder(book.user_id, book.pk)
    book.cover_image_key = storage.store(f"{folder}/cover.jpg", jpeg("#224466"))
    book.cover_thumbnail_key = storage.store(f"{folder}/cover-thumbnail.jpg", jpeg("#224466", 300))
    book.save()
    for number in range(1, count + 1):
        picture = jpeg()
        Page.objects.create(
            book=book,
            page_number=number,
            text=f"Page {number}: the dragon put one claw into the water.",
            image_key=storage.store(f"{folder}/{storage.picture_name(number, picture)}", picture),
            image_prompt="a dragon at a pond",
            alt_text="A dragon stands at a pond.",
        )
