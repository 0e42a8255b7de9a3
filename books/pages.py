"""What the site's pages show of a book: addresses instead of storage keys."""

from dataclasses import dataclass

from books import storage
from books.models import Book, ImagePrompt, Job, StoryDraft


@dataclass(frozen=True, slots=True)
class PageShown:
    page_number: int
    text: str
    alt_text: str
    image_url: str | None


def reading_pages(book: Book) -> list[PageShown]:
    return [
        PageShown(page.page_number, page.text, page.alt_text, storage.url(page.image_key)) for page in book.pages.all()
    ]


def waiting_pages(job: Job, draft: StoryDraft | None) -> list[PageShown]:
    """The story as soon as its text has passed, with the pictures that have arrived."""
    if draft is None or not job.is_open:
        return []
    keys = dict(ImagePrompt.objects.filter(job=job).values_list("page_number", "image_key"))
    return [
        PageShown(page["page_number"], page["text"], page["alt_text"], storage.url(keys.get(page["page_number"], "")))
        for page in draft.story["pages"]
    ]
