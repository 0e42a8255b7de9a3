"""Where a book's voice is kept: what was read aloud of it, and says what the book says now."""

from books import storage
from books.models import Book, Job, JobKind, JobStatus


def sounds(book: Book) -> dict[int, bytes]:
    """The stored sounds by page, the title's at 0; nothing for what is not read, and no title without a page.

    Raises STORAGE_UPLOAD_FAILED.
    """
    keys = {page.page_number: page.audio_key for page in book.pages.all() if page.audio_key}
    if keys and (title := _title_key(book)):
        keys = {0: title} | keys
    return {number: storage.read(key) for number, key in keys.items()}


def is_whole(book: Book, read: dict[int, bytes]) -> bool:
    """Whether every page is among them; the title need not be."""
    return all(page.page_number in read for page in book.pages.all())


def _title_key(book: Book) -> str:
    """Of the latest reading, whose files are the ones that are kept; "" when the book has another title since."""
    reading = Job.objects.filter(book=book, kind=JobKind.AUDIO, status=JobStatus.DONE).first()
    title: dict[str, str] = ((reading and reading.written) or {}).get("0", {})
    return title["key"] if title.get("text") == book.title else ""
