"""What a family can have done to its books. Each function is one transaction, or part of the caller's."""

import secrets
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from books import storage
from books.models import Book, Job, JobStatus, Scope, Spending, Visibility
from books.spec import BookSpec
from books.spending import seconds_to_midnight
from characters.models import Character
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.lib.errors import SENTENCES, Code, StoryforgeError
from storyforge_site.lib.ids import new_id
from storyforge_site.lib.queue import enqueue

_SEED_BITS = 48
_SECONDS_OFFLINE = 15
_SECONDS_A_PICTURE = 8


@transaction.atomic
def order_book(user: User, spec: BookSpec, *, follows: Book | None = None) -> Job:
    """Reserve the credit, write the job and its empty book, wake a worker. `follows` is the volume before.

    Raises INSUFFICIENT_CREDITS or BUDGET_EXHAUSTED, and then leaves nothing behind.
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
    """Delete a book with its jobs and files; files first, so that a failure leaves nothing ownerless."""
    for job in Job.objects.open().filter(book=book).select_related("user"):
        cancel_book(job)
    storage.delete_folder(storage.book_folder(book.user_id, book.pk))
    book.delete()


def cancel_book(job: Job) -> bool:
    """Stop an open job: no further call is paid for, the credit comes back, its files go. Whether it was still open."""
    with transaction.atomic():
        ended = (
            Job.objects.open()
            .filter(pk=job.pk)
            .update(
                status=JobStatus.CANCELLED,
                error_code=Code.CANCELLED,
                lease_owner="",
                lease_expires_at=None,
                finished_at=Now(),
                updated_at=Now(),
            )
        )
        if ended:
            credits.release(job.user, reference=job.pk, description=str(SENTENCES[Code.CANCELLED]))
            enqueue("books.pipeline.tasks.remove_files", job.pk)
    return bool(ended)


def write_job(user: User, spec: BookSpec, *, seed: int, visibility: Visibility) -> Job:
    book = Book.objects.create(
        user=user,
        topic=spec.topic,
        theme=spec.theme,
        language=spec.language,
        target_age=spec.target_age,
        style=spec.style,
        character=_first_character(user, spec),
        visibility=visibility,
    )
    return Job.objects.create(user=user, book=book, spec=spec.as_dict(), seed=seed)


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
    """A title of the family's own, a favourite, how far somebody has read."""
    if fields.get("title", book.title) != book.title:
        fields["audio_key"] = ""  # which begins with the old one
    for name, value in fields.items():
        setattr(book, name, value)
    book.save(update_fields=list(fields))


def require_budget(user: User) -> None:
    """No book is begun on a day whose money is spent. Raises BUDGET_EXHAUSTED until midnight UTC."""
    days = ((Scope.USER, user.pk, settings.COST_CAP_USER_DAY), (Scope.SITE, "", settings.COST_CAP_SITE_DAY))
    spent = any(Spending.objects.all().today(scope, subject) >= cap for scope, subject, cap in days)
    if spent:
        raise budget_exhausted()


def budget_exhausted(note: str = "") -> StoryforgeError:
    """The refusal that says: come back after midnight UTC."""
    return StoryforgeError(Code.BUDGET_EXHAUSTED, note, retry_after=seconds_to_midnight())


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
