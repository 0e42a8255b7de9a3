"""Where a book's files are kept. Names are worked out, never drawn by lot, so that storing twice is harmless."""

import hashlib
import logging

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from books.models import IN_STUDIO, Job
from storyforge_site.lib import files
from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.lib.retry import with_retries

log = logging.getLogger(__name__)

WORKINGS = "raw-"  # names of what was bought and nobody has looked at yet begin so


def book_folder(user_id: str, book_id: str) -> str:
    return f"{files.folder_of(user_id)}/books/{book_id}"


def job_folder(job: Job) -> str:
    """Where a job stores: a book of its own, a corner of its own in the book it works on, or one in the studio."""
    if job.kind in IN_STUDIO:
        return f"{files.folder_of(job.user_id)}/studio/{job.pk}"
    folder = book_folder(job.user_id, job.book_id)
    return folder if job.makes_a_book else f"{folder}/{job.pk}"


def picture_name(page_number: int, data: bytes) -> str:
    """Of what it shows, so that no picture ever takes the place of another that was looked at."""
    mark = hashlib.sha256(data).hexdigest()[:12]
    return f"cover-{mark}.jpg" if page_number == 0 else f"page-{page_number:02d}-{mark}.jpg"


def sound_name(page_number: int | None, data: bytes) -> str:
    """Of what is heard in it, like a picture's; None for the whole book, 0 for its title."""
    mark = hashlib.sha256(data).hexdigest()[:12]
    return f"book-{mark}.mp3" if page_number is None else f"voice-{page_number:02d}-{mark}.mp3"


def store(key: str, data: bytes) -> str:
    """Write `data` under `key` and give back the key. Raises STORAGE_UPLOAD_FAILED, which may pass."""
    try:
        return default_storage.save(key, ContentFile(data))
    except Exception as error:  # every backend has exceptions of its own
        raise StoryforgeError(Code.STORAGE_UPLOAD_FAILED, f"{key}: {error}", kind=Kind.RETRYABLE) from error


def store_patiently(key: str, data: bytes) -> str:
    """`store`, again with growing pauses while the storage is away for a moment."""
    return with_retries(lambda: store(key, data), attempts=settings.STORAGE_ATTEMPTS)


def read(key: str) -> bytes:
    """Raises STORAGE_UPLOAD_FAILED, which may pass."""
    try:
        with default_storage.open(key) as stored:
            return bytes(stored.read())
    except Exception as error:  # every backend has exceptions of its own
        raise StoryforgeError(Code.STORAGE_UPLOAD_FAILED, f"{key}: {error}", kind=Kind.RETRYABLE) from error


def read_patiently(key: str) -> bytes:
    return with_retries(lambda: read(key), attempts=settings.STORAGE_ATTEMPTS)


def find(key: str) -> bytes | None:
    """What is stored under `key`, or None; patient. Raises STORAGE_UPLOAD_FAILED."""

    def look() -> bytes | None:
        try:
            return read(key) if default_storage.exists(key) else None
        except StoryforgeError:
            raise
        except Exception as error:  # every backend has exceptions of its own
            raise StoryforgeError(Code.STORAGE_UPLOAD_FAILED, f"{key}: {error}", kind=Kind.RETRYABLE) from error

    return with_retries(look, attempts=settings.STORAGE_ATTEMPTS)


def url(key: str) -> str | None:
    """An address that shows the file for a while to whoever holds it; None for no file."""
    return default_storage.url(key) if key else None


def delete_folder(folder: str, *, beginning: str = "") -> None:
    """Remove everything in `folder`, or only its files whose name begins so; a folder that is not there is fine.

    Raises STORAGE_UPLOAD_FAILED.
    """
    try:
        folders, names = default_storage.listdir(folder)
        for name in names:
            if name.startswith(beginning):
                default_storage.delete(f"{folder}/{name}")
    except (FileNotFoundError, NotADirectoryError):
        return
    except Exception as error:  # every backend has exceptions of its own
        raise StoryforgeError(Code.STORAGE_UPLOAD_FAILED, f"{folder}: {error}") from error
    for name in folders if not beginning else ():
        delete_folder(f"{folder}/{name}")


def delete_quietly(folder: str, *, beginning: str = "") -> None:
    """`delete_folder` where it does not matter now: what stays is swept up later."""
    try:
        delete_folder(folder, beginning=beginning)
    except StoryforgeError as error:
        log.warning("%s", error)
