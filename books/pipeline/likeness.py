"""The picture that others go by, so that a hero is the same hero on every page and in the next book.

Only for a painter that takes such: a cover with the same hero in the same style that this family has already, or
else this book's own, which is then painted first.
"""

import logging
from collections.abc import Iterator, Sequence

from django.db.models import Q

from books import storage
from books.models import Book, ImagePrompt
from books.pipeline.context import Context
from storyforge_site.lib.pictures import NotAPicture, smaller
from storyforge_site.providers import registry

log = logging.getLogger(__name__)

_SIDE = 1024
_BOOKS_LOOKED_AT = 5


def waves(ctx: Context, rows: Sequence[ImagePrompt]) -> Iterator[tuple[Sequence[ImagePrompt], bytes | None]]:
    """What to paint at once, in the order of pages, and by which picture; the next is worked out once this is done."""
    if not registry.image_model_takes_references():
        yield rows, None
        return
    jpeg = _find(ctx)
    if jpeg is None and rows and rows[0].page_number == 0:
        yield rows[:1], None
        rows, jpeg = rows[1:], _find(ctx)
    yield rows, jpeg


def _find(ctx: Context) -> bytes | None:
    found = (_shown(cover.art_key or cover.image_key) for cover in _covers(ctx))
    return next(filter(None, found), None)


def _shown(key: str) -> bytes | None:
    """None for one that is lost, or that cannot be read any more: no reason to paint nothing."""
    jpeg = storage.find(key)
    try:
        return smaller(jpeg, side=_SIDE) if jpeg else None
    except NotAPicture as error:
        log.warning("%s is no picture to go by: %s", key, error)
        return None


def _covers(ctx: Context) -> Iterator[ImagePrompt]:
    """An earlier book's before our own, so that it is the same one on every walk."""
    books = [*_earlier_books(ctx), ctx.job.book] if ctx.job.makes_a_book else [ctx.job.book]
    for book in books:
        passed = ImagePrompt.objects.filter(job__book=book, page_number=0).exclude(image_key="")
        yield from passed.exclude(provider="offline").order_by("-job__created_at")[:1]


def _earlier_books(ctx: Context) -> list[Book]:
    """Of this family alone: a hero of the house has books in many. One whose looks have changed since is another."""
    book, heroes = ctx.job.book, _heroes(ctx.job.character_sheet or [])
    same = Q(series_id=book.series_id) & ~Q(series_id="") | Q(character=book.character_id, character__isnull=False)
    books = Book.objects.owned_by(ctx.job.user).published().filter(same, style=book.style).exclude(pk=book.pk)
    newest = books.newest_first()[:_BOOKS_LOOKED_AT]
    return [earlier for earlier in newest if heroes and _heroes(earlier.character_sheet) == heroes]


def _heroes(sheets: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    return [sheet for sheet in sheets if str(sheet.get("id")).startswith("hero")]
