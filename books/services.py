"""What a family can have done to its books. Each function is one transaction, or part of the caller's."""

import logging
import secrets
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from books import spending, storage
from books.models import Book, Job, JobStatus, Visibility
from books.spec import BookSpec
from books.tellable import require_tellable
from characters.models import Character
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.lib.database import despite_deadlocks
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.ids import new_id
from storyforge_site.lib.queue import enqueue
from storyforge_site.lib.written import WrittenInsert

log = logging.getLogger(__name__)

_AT_ONCE = 100  # books taken out of the wastebasket in one task
_SEED_BITS = 48
_SECONDS_OFFLINE = 15
_SECONDS_A_PICTURE = 8
_BOOK, _JOB = WrittenInsert(Book), WrittenInsert(Job)


@transaction.atomic
def order_book(user: User, spec: BookSpec, *, follows: Book | None = None) -> Job:
    """Reserve the credit, write the job and its empty book, wake a worker. `follows` is the volume before.

    Raises VALIDATION, INSUFFICIENT_CREDITS or BUDGET_EXHAUSTED, and then leaves nothing behind.
    """
    require_budget(user)
    job = write_job(user, spec, seed=new_seed(), visibility=Visibility.PRIVATE)
    if follows:
        _continue_series(job.book, follows)
    description = _("A book: %(topic)s") % {"topic": spec.topic}
    credits.reserve(user, settings.BOOK_PRICE_CREDITS, reference=job.pk, description=description)
    job.wake()
    return job


@transaction.atomic
def order_house_book(spec: BookSpec, *, seed: int | None = None, visibility: Visibility = Visibility.PUBLIC) -> Job:
    """A book of the house's own: sample, daily story, command line. Nobody pays for it.

    Not queued: the caller walks it or wakes a worker. `seed` fixes the offline engine's choices.
    """
    chosen = new_seed() if seed is None else seed
    return write_job(User.objects.house(), spec, seed=chosen, visibility=visibility)


def discard_book(book: Book) -> None:
    """Delete a book with its jobs, and then its files; those that cannot be removed now a worker removes."""
    folder = storage.book_folder(book.user_id, book.pk)
    despite_deadlocks(lambda: _discard(book, folder))
    storage.delete_folder_quietly(folder)


def _discard(book: Book, folder: str) -> None:
    _stop_all(book)  # each by itself, before we hold what its worker waits for
    with transaction.atomic():
        held = Book.objects.select_for_update().filter(pk=book.pk).first()  # whoever else asks about it waits
        if held is None:
            return
        _stop_all(book)  # what was begun this moment
        held.delete()
        enqueue("books.housekeeping.remove_folder", folder)


def _stop_all(book: Book) -> None:
    for job in Job.objects.open().filter(book=book).select_related("user"):
        cancel_book(job)


def throw_away(book: Book) -> None:
    """Into the wastebasket, for `wastebasket.UNDO`. What was being made for it stops."""
    for job in Job.objects.open().filter(book=book).select_related("user"):
        cancel_book(job)
    Book.objects.filter(pk=book.pk).throw_away()


def empty_wastebasket() -> None:
    """What was thrown away long enough ago, for good. What cannot go now is tried again by the next round."""
    for book in Book.objects.due().select_related("user")[:_AT_ONCE]:
        try:
            discard_book(book)
        except Exception:
            log.exception("book %s could not be removed", book.pk)


def cancel_book(job: Job) -> bool:
    """Stop an open job: no further call is paid for, the credit comes back, its files go. Whether it was still open."""
    return end_job(job, JobStatus.CANCELLED, Code.CANCELLED)


def end_job(job: Job, status: JobStatus, code: Code) -> bool:
    """Without a book, from outside of the worker that may hold it. Whether it was still open."""
    with transaction.atomic():
        ended = Job.objects.open().filter(pk=job.pk).close(status, code)
        if ended:
            job.status, job.error_code = status, code
            credits.release(job.user, reference=job.pk, description=job.error_sentence)
            enqueue("books.pipeline.tasks.remove_files", job.pk)
    return bool(ended)


def write_job(user: User, spec: BookSpec, *, seed: int, visibility: Visibility) -> Job:
    """Raises VALIDATION for what cannot be told or printed here."""
    require_tellable(spec)
    book = Book(
        user=user,
        topic=spec.topic,
        theme=spec.theme,
        language=spec.language,
        target_age=spec.target_age,
        style=spec.style,
        character=_first_character(user, spec),
        visibility=visibility,
    )
    job = Job(user=user, book=book, spec=spec.as_dict(), seed=seed)
    _BOOK.run(book)
    _JOB.run(job)
    return job


def _continue_series(book: Book, follows: Book) -> None:
    """Both belong to one series from now on; under the lock of the volume before, so that none counts twice."""
    before = Book.objects.select_for_update().get(pk=follows.pk)
    if not before.series_id:
        before.series_id = new_id("series")
        before.save(update_fields=["series_id"])
    last = Book.objects.filter(user_id=book.user_id, series_id=before.series_id).aggregate(Max("volume"))["volume__max"]
    book.series_id, book.volume = before.series_id, last + 1
    book.save(update_fields=["series_id", "volume"])


def change_on_shelf(book: Book, **fields: Any) -> None:
    """A title of the family's own, a favourite, how far somebody has read. Raises NOT_FOUND."""
    if fields.get("title", book.title) != book.title:
        fields["audio_key"] = ""  # which begins with the old one
    for name, value in fields.items():
        setattr(book, name, value)
    if not Book.objects.filter(pk=book.pk).update(**fields):
        raise StoryforgeError(Code.NOT_FOUND, f"{book.pk} was thrown away this moment")


def require_budget(user: User) -> None:
    """No book is begun on a day whose money is spent. Raises BUDGET_EXHAUSTED until midnight UTC."""
    if spending.is_spent(user.pk):
        raise spending.budget_exhausted()


def new_seed() -> int:
    return secrets.randbits(_SEED_BITS)


def book_price() -> int:
    """What a book costs, in credits."""
    return settings.BOOK_PRICE_CREDITS


def estimated_seconds(spec: BookSpec) -> int:
    """A rough honest figure for the waiting page, in seconds."""
    if settings.IMAGE_PROVIDER[0] == "offline":
        return _SECONDS_OFFLINE
    waves = -(-(spec.page_count + 1) // settings.IMAGE_MAX_CONCURRENT)
    return int(settings.LLM_TIMEOUT) + waves * _SECONDS_A_PICTURE


def _first_character(user: User, spec: BookSpec) -> Character | None:
    ids = [hero.character_id for hero in spec.heroes if hero.character_id]
    return Character.objects.owned_by(user).filter(pk=ids[0]).first() if ids else None
