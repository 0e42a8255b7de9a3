"""What a family can have done to its books. Each function is one transaction, or part of the caller's."""

import secrets

from django.conf import settings
from django.db import transaction
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
from storyforge_site.lib.queue import enqueue

_SEED_BITS = 48
_SECONDS_OFFLINE = 15
_SECONDS_A_PICTURE = 8


@transaction.atomic
def order_book(user: User, spec: BookSpec) -> Job:
    """Reserve the credit, write the job and its empty book, wake a worker.

    Raises INSUFFICIENT_CREDITS or BUDGET_EXHAUSTED, and then leaves nothing behind.
    """
    _require_budget(user)
    job = _write_job(user, spec, seed=secrets.randbits(_SEED_BITS), visibility=Visibility.PRIVATE)
    description = _("A book: %(topic)s") % {"topic": spec.topic}
    credits.reserve(user, settings.BOOK_PRICE_CREDITS, reference=job.pk, description=description)
    job.wake()
    return job


@transaction.atomic
def order_house_book(spec: BookSpec, *, seed: int | None = None, visibility: Visibility = Visibility.PUBLIC) -> Job:
    """A book of the house's own: sample, daily story, command line. Nobody pays for it.

    Not queued: the caller walks it or wakes a worker. `seed` fixes the offline engine's choices.
    """
    chosen = secrets.randbits(_SEED_BITS) if seed is None else seed
    return _write_job(User.objects.house(), spec, seed=chosen, visibility=visibility)


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


def _write_job(user: User, spec: BookSpec, *, seed: int, visibility: Visibility) -> Job:
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


def _require_budget(user: User) -> None:
    """No book is begun on a day whose money is spent. Raises BUDGET_EXHAUSTED until midnight UTC."""
    days = ((Scope.USER, user.pk, settings.COST_CAP_USER_DAY), (Scope.SITE, "", settings.COST_CAP_SITE_DAY))
    spent = any(Spending.objects.all().today(scope, subject) >= cap for scope, subject, cap in days)
    if spent:
        raise StoryforgeError(Code.BUDGET_EXHAUSTED, retry_after=seconds_to_midnight())


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
