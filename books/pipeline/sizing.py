"""Sizes for screens that nobody waited for: made once the book is done, in the same walk.

While vendors paint there is time for them, and they are stored before their picture is. Where there is none the picture
goes ahead, and until its sizes stand beside it (`Book.unsized`) whoever reads the book gets the picture itself. What a
walk that was killed has left undone, `ending.tidy` finds.
"""

import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from types import MappingProxyType

from django.conf import settings
from django.db.models import CharField

from books import srcset, storage
from books.exports.pictures import Unsized, find_unsized
from books.models import Book
from books.pipeline.atelier import stand_back
from books.pipeline.context import Context
from storyforge_site.lib import deadlines
from storyforge_site.lib.written import WrittenUpdate, columns

log = logging.getLogger(__name__)

_NONE: Mapping[str, Unsized] = MappingProxyType({})
_WAITING = WrittenUpdate(
    lambda book_id, unsized: (Book.objects.filter(pk=book_id), {"unsized": unsized}),
    book_id=CharField(),
    **columns(Book, "unsized"),
)


def wait(ctx: Context, picture: Unsized) -> None:
    """Its sizes are still to be made. Call in the transaction that shows it."""
    if not srcset.beside(picture.key):
        return
    ctx.unsized[picture.key] = picture
    book = ctx.job.book
    book.unsized = list(dict.fromkeys([*book.unsized, picture.key]))
    _WAITING.run(book_id=book.pk, unsized=book.unsized)


def catch_up_quietly(ctx: Context) -> None:
    """The book is done, whatever comes of it."""
    try:
        with deadlines.keep(ctx.deadline):
            catch_up(ctx.job.book, ctx.unsized)
    except Exception:
        log.exception("sizes for screens of book %s wait until it is tidied", ctx.job.book_id)
    finally:
        ctx.unsized.clear()  # 4 MB each


def catch_up(book: Book, at_hand: Mapping[str, Unsized] = _NONE) -> None:
    """Make the sizes that a book still lacks, of pictures at hand or as they were stored.

    Raises STORAGE_UPLOAD_FAILED.
    """
    if not book.unsized:
        return
    with ThreadPoolExecutor(settings.IMAGE_MAX_CONCURRENT, initializer=stand_back) as hands:
        made = {
            key: hands.submit(copy_context().run, _make, key, at_hand.get(key))  # each keeps our deadline
            for key in book.unsized
        }
    lacking = [key for key, making in made.items() if making.exception() or not making.result()]
    if not Book.objects.filter(pk=book.pk).update(unsized=lacking):
        _take_away(book.unsized)
    for key in made.keys() - set(lacking):
        if (thumbnail := srcset.thumbnail_key(key)) != key:  # it is a cover
            Book.objects.filter(pk=book.pk, cover_image_key=key).update(cover_thumbnail_key=thumbnail)
    book.unsized = lacking
    for making in made.values():
        making.result()  # or why there is none


def _make(key: str, at_hand: Unsized | None) -> bool:
    """Runs in a thread: files, never the database. Whether the picture is there, so that its sizes are, too."""
    picture = at_hand or find_unsized(key)
    if picture:
        picture.put_sizes_beside()
    return picture is not None


def _take_away(keys: list[str]) -> None:
    """The family has deleted the book meanwhile, and nobody will look into its folder again."""
    for key in keys:
        for beside in srcset.beside(key).values():
            storage.delete_quietly(beside)
