"""Books as they are in the database, without the seconds of making them."""

import io
from typing import Any

from PIL import Image

from books import srcset, storage
from books.exports.pictures import clean_picture, put_away
from books.models import Book, ImagePrompt, Job, JobStatus, Page, StoryDraft
from books.prompts import sheet as sheet_prompt
from books.prompts import story as story_prompt
from books.spec import BookSpec
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from storyforge_site.providers import registry


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


def a_told_book(user: User, **fields: Any) -> Job:
    """The finished job of a book of four pages: its story is the offline engine's own, its pictures are plain.

    They stand in sizes for screens too; those of `a_book` are older than that.
    """
    spec = a_spec(page_count=4, **fields)
    told = registry.story_model().complete_json(story_prompt.build(spec, seed=7)).data
    book = a_book(user, pages=0, title=told["title"], summary=told["summary"], **fields)
    job = a_job(book, finished=True, spec=spec.as_dict(), character_sheet=_sheets(told["cast"], spec))
    book.character_sheet = job.character_sheet
    StoryDraft.objects.create(job=job, story=told, provider="offline", model="storyteller-1", moderation=PASSED)
    for number, picture in enumerate([told["cover"], *told["pages"]]):
        _add_told_page(job, number, picture)
    book.cover_image_key = ImagePrompt.objects.get(job=job, page_number=0).image_key
    book.cover_thumbnail_key = srcset.thumbnail_key(book.cover_image_key)
    book.save()
    return job


PASSED = {"outcome": "pass", "categories": {}, "policy": "test", "provider": "rules", "model": ""}


def _sheets(cast: list[dict[str, Any]], spec: BookSpec) -> list[dict[str, Any]]:
    sheets: list[dict[str, Any]] = (
        registry.story_model().complete_json(sheet_prompt.build(cast, spec, seed=7)).data["sheets"]
    )
    return sheets


def _add_told_page(job: Job, number: int, picture: dict[str, Any]) -> None:
    folder, data = storage.job_folder(job), jpeg(f"#{40 + number:02x}88aa", 800)
    key = put_away(clean_picture(data), data, folder, number, by_model=False)
    told = {"prompt": "a dragon", "scene": picture["scene"], "alt_text": picture["alt_text"], "image_key": key}
    art = {"art_key": storage.store(f"{folder}/cover-art.jpg", data)} if number == 0 else {}
    ImagePrompt.objects.create(
        job=job, page_number=number, seed=7 + number, provider="offline", model="i-1", moderation=PASSED, **told, **art
    )
    if number:
        words = {"text": picture["text"], "alt_text": picture["alt_text"], "image_prompt": "a dragon"}
        Page.objects.create(book=job.book, page_number=number, image_key=key, moderation=PASSED, **words)


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
