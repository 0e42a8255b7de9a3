"""Every edition of a book: what it is made from, how it is made, and the file of it that is kept.

A kept file is good for as long as the book says what it said when the file was made: the digest of all that goes
into an edition stands beside it. Whoever changes a book need not know that there are files.
"""

import hashlib
import json
from datetime import timedelta
from typing import Any

from django.db import transaction

from books import storage
from books.exports.audiobook import audio_book
from books.exports.bookfile import BookFile
from books.exports.epub import book_epub
from books.exports.everything import everything
from books.exports.pdf import book_pdf
from books.models import PDF_EDITIONS, Book, Edition, KeptEdition
from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import Code, StoryforgeError

# Goes up with the look of an edition, so that files made before are made again.
_MADE_LIKE = 3
_A_DAY = timedelta(days=1)

_TOLD = (
    "title",
    "topic",
    "summary",
    "language",
    "target_age",
    "style",
    "character_sheet",
    "cover_image_key",
    "cover_alt_text",
    "storyteller",
    "illustrator",
    "published_at",
)
_ON_A_PAGE = ("page_number", "text", "image_key", "alt_text")
_HEARD = ("audio_key", "words")
_WITH_SOUND = (Edition.EPUB, Edition.AUDIO, Edition.EVERYTHING)
_IN_EVERYTHING = (Edition.SCREEN, Edition.PRINT, Edition.EPUB, Edition.AUDIO)


def has_voice(book: Book) -> bool:
    """Whether every page can be heard."""
    return all(page.audio_key for page in book.pages.all())


def parts_of(book: Book, edition: Edition) -> list[Edition]:
    """What is made one after the other, each kept, to have `edition`."""
    if edition != Edition.EVERYTHING:
        return [edition]
    return [*(part for part in _IN_EVERYTHING if part != Edition.AUDIO or has_voice(book)), edition]


def kept(book: Book, edition: Edition) -> KeptEdition | None:
    """The kept file, if it is of the book as it is now; `book.editions` may be prefetched."""
    found = next((one for one in book.editions.all() if one.edition == edition), None)
    return found if found and found.digest == digest(book, edition) else None


def keep(book: Book, edition: Edition) -> KeptEdition:
    """Make the edition of the book as `book` has it, and keep it in place of the one before.

    Raises what making raises, and STORAGE_UPLOAD_FAILED.
    """
    mark = digest(book, edition)
    file = _made(book, edition)
    folder = storage.book_folder(book.user_id, book.pk)
    key = storage.store_patiently(f"{folder}/{storage.edition_name(edition, mark, file.ending)}", file.data)
    made = KeptEdition(
        book=book,
        edition=edition,
        digest=mark,
        key=key,
        filename=file.filename,
        content_type=file.content_type,
        size=len(file.data),
    )
    for gone in _put_in_place(made):
        storage.delete_quietly(gone)
    return made


@transaction.atomic
def _put_in_place(made: KeptEdition) -> list[str]:
    """Keys of what nobody is shown any more. Raises NOT_FOUND when the book was thrown away for good meanwhile."""
    if not Book.objects.select_for_update().filter(pk=made.book_id).exists():
        storage.delete_quietly(made.key)
        raise StoryforgeError(Code.NOT_FOUND, f"{made.book_id} is gone")
    before = KeptEdition.objects.filter(book=made.book_id, edition=made.edition)
    keys = [key for key in before.values_list("key", flat=True) if key != made.key]
    before.delete()
    made.save()
    return keys


def ready(book: Book, edition: Edition) -> KeptEdition:
    """The kept file, made first where there is none."""
    found = kept(book, edition) or keep(book, edition)
    KeptEdition.objects.filter(pk=found.pk, asked_at__lt=now() - _A_DAY).update(asked_at=now())
    return found


def digest(book: Book, edition: Edition) -> str:
    """Of all that `edition` shows of the book, `book.pages` among it."""
    of_a_page = (*_ON_A_PAGE, *_HEARD) if edition in _WITH_SOUND else _ON_A_PAGE
    told: dict[str, Any] = {name: getattr(book, name) for name in _TOLD}
    told["pages"] = [[getattr(page, name) for name in of_a_page] for page in book.pages.all()]
    text = json.dumps([_MADE_LIKE, edition, told], default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _made(book: Book, edition: Edition) -> BookFile:
    if edition in PDF_EDITIONS:
        return book_pdf(book, edition)
    if edition == Edition.EPUB:
        return book_epub(book)
    if edition == Edition.AUDIO:
        return audio_book(book)
    parts = [part for part in parts_of(book, edition) if part != edition]
    return everything(book, [ready(book, part) for part in parts])
