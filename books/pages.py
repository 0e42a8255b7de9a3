"""What the site's pages show of a book: addresses instead of storage keys."""

from dataclasses import dataclass
from typing import Any

from books import storage
from books.models import Book, ImagePrompt, Job, StoryDraft
from books.srcset import Shown, shown


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word with its moments in milliseconds, and the text before it."""

    before: str
    word: str = ""
    start_ms: int = 0
    end_ms: int = 0


@dataclass(frozen=True, slots=True)
class PageShown:
    page_number: int
    text: str
    alt_text: str
    picture: Shown | None
    sound_url: str | None = None
    spoken: tuple[Spoken, ...] = ()


def reading_pages(book: Book) -> list[PageShown]:
    return [
        PageShown(
            page.page_number,
            page.text,
            page.alt_text,
            shown(page.image_key, unsized=book.unsized),
            storage.url(page.audio_key),
            spoken(page.text, page.words),
        )
        for page in book.pages.all()
    ]


def spoken(text: str, words: list[dict[str, Any]]) -> tuple[Spoken, ...]:
    """The whole text in pieces, each with what stands before its word; the last piece may have no word.

    A word the voice tells but the text does not have is left out: what is read is never changed by what is heard.
    """
    pieces, at = [], 0
    for word in words:
        found = text.find(word["text"], at)
        if found >= 0 and word["text"]:
            pieces.append(Spoken(text[at:found], word["text"], word["start_ms"], word["end_ms"]))
            at = found + len(word["text"])
    return (*pieces, Spoken(text[at:])) if pieces else ()


def waiting_pages(job: Job, draft: StoryDraft | None) -> list[PageShown]:
    """The story as soon as its text has passed, with the pictures that have arrived."""
    if draft is None or not job.is_open:
        return []
    # In one statement: a picture may be hung at any moment.
    hung = ImagePrompt.objects.filter(job=job).values_list("page_number", "image_key", "job__book__unsized")
    pictures = {number: shown(key, unsized=unsized) for number, key, unsized in hung}
    return [
        PageShown(page["page_number"], page["text"], page["alt_text"], pictures.get(page["page_number"]))
        for page in draft.story["pages"]
    ]
