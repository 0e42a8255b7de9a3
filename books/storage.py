"""Where a book's files are kept. Names are worked out, never drawn by lot, so that storing twice is harmless."""

import hashlib
import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.utils.http import content_disposition_header

from books import srcset
from books.models import IN_STUDIO, Job
from storyforge_site.lib import files
from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.lib.retry import with_retries

log = logging.getLogger(__name__)

WORKINGS = "raw-"  # names of what was bought and nobody has looked at yet begin so
EDITIONS = "edition-"  # and those of what can be made again at any time


def book_folder(user_id: str, book_id: str) -> str:
    return f"{files.folder_of(user_id)}/books/{book_id}"


def job_folder(job: Job) -> str:
    """Where a job stores: a book of its own, a corner of its own in the book it works on, or one in the studio."""
    if job.kind in IN_STUDIO:
        return f"{files.folder_of(job.user_id)}/studio/{job.pk}"
    folder = book_folder(job.user_id, job.book_id)
    return folder if job.makes_a_book else f"{folder}/{job.pk}"


def picture_name(page_number: int, data: bytes, *, width: int | None = None) -> str:
    """Of what it shows, so that no picture ever takes the place of another that was looked at.

    With its width when it stands there in sizes for screens as well (`srcset.py`).
    """
    mark = hashlib.sha256(data).hexdigest()[:12]
    name = f"cover-{mark}" if page_number == 0 else f"page-{page_number:02d}-{mark}"
    return f"{name}-{width}w.jpg" if width else f"{name}.jpg"


def sound_name(page_number: int | None, data: bytes) -> str:
    """Of what is heard in it, like a picture's; None for the whole book, 0 for its title."""
    mark = hashlib.sha256(data).hexdigest()[:12]
    return f"book-{mark}.mp3" if page_number is None else f"voice-{page_number:02d}-{mark}.mp3"


def edition_name(edition: str, digest: str, ending: str) -> str:
    return f"{EDITIONS}{edition}-{digest[:12]}.{ending}"


def store(key: str, data: bytes) -> str:
    """Write `data` under `key` and give back the key. Raises STORAGE_UPLOAD_FAILED, which may pass."""
    try:
        return default_storage.save(key, ContentFile(data))
    except Exception as error:  # every backend has exceptions of its own
        raise StoryforgeError(Code.STORAGE_UPLOAD_FAILED, f"{key}: {error}", kind=Kind.RETRYABLE) from error


def store_patiently(key: str, data: bytes) -> str:
    """`store`, again with growing pauses while the storage is away for a moment."""
    return with_retries(lambda: store(key, data), attempts=settings.STORAGE_ATTEMPTS)


def copy_picture(key: str, folder: str) -> str:
    """With its sizes, and in `folder` under its own name. Patient."""
    copied = ""
    for each in (*srcset.beside(key).values(), key):
        copied = store_patiently(f"{folder}/{each.rpartition('/')[2]}", read_patiently(each))
    return copied


def read(key: str) -> bytes:
    """Raises STORAGE_UPLOAD_FAILED, which may pass."""
    try:
        with default_storage.open(key) as stored:
            return bytes(stored.read())
    except Exception as error:  # every backend has exceptions of its own
        raise StoryforgeError(Code.STORAGE_UPLOAD_FAILED, f"{key}: {error}", kind=Kind.RETRYABLE) from error


def opened(key: str) -> "File[bytes]":
    """To be read bit by bit. Raises STORAGE_UPLOAD_FAILED, which may pass."""
    try:
        return default_storage.open(key)
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


def url_to_keep(key: str, filename: str) -> str:
    """An address that hands the file out under a name a person would give it."""
    disposition = content_disposition_header(as_attachment=True, filename=filename)
    return default_storage.url(key, parameters={"ResponseContentDisposition": disposition})  # type: ignore[call-arg]  # as every store of ours has it


def delete_quietly(key: str) -> None:
    with _quietly():
        _delete(key, iter([key]))


def delete_folder(folder: str, *, keeping: Collection[str] = ()) -> None:
    """Remove every file in `folder` and below but those with these keys; a folder that is not there is fine.

    Raises STORAGE_UPLOAD_FAILED.
    """
    _delete(folder, (key for key in files.every_file(folder) if key not in keeping))


def delete_workings(job: Job) -> None:
    """Remove what was bought for a job and has been put in by now. Raises STORAGE_UPLOAD_FAILED.

    Only from its folder itself: the folders in a book's belong to other jobs, which may still be at it.
    """
    folder = job_folder(job)
    _delete(folder, (key for key in files.files_in(folder) if key.startswith(f"{folder}/{WORKINGS}")))


def delete_folder_quietly(folder: str, *, keeping: Collection[str] = ()) -> None:
    """`delete_folder` where it does not matter now: what stays is swept up later."""
    with _quietly():
        delete_folder(folder, keeping=keeping)


def delete_workings_quietly(job: Job) -> None:
    with _quietly():
        delete_workings(job)


def _delete(folder: str, keys: Iterator[str]) -> None:
    try:
        for key in keys:
            default_storage.delete(key)
    except Exception as error:  # every backend has exceptions of its own
        raise StoryforgeError(Code.STORAGE_UPLOAD_FAILED, f"{folder}: {error}", kind=Kind.RETRYABLE) from error


@contextmanager
def _quietly() -> Iterator[None]:
    try:
        yield
    except StoryforgeError as error:
        log.warning("%s", error)
