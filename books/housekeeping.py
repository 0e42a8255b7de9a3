"""What nobody needs any more goes, a little at a time: the watchdog asks for it now and then."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from books import storage
from books.models import Book, BookShare, KeptEdition
from storyforge_site.accounts import erasure
from storyforge_site.accounts.models import Session, User
from storyforge_site.lib.clock import now
from storyforge_site.lib.queue import enqueue
from storyforge_site.lib.retry import with_retries
from storyforge_site.models import IdempotencyKey

_ROWS_AT_ONCE = 1000
_EDITIONS_AT_ONCE = 200
_GUESTS_AT_ONCE = 20  # each with folders to look through
_SHARES_KEPT = timedelta(days=1)


def call() -> None:
    """Have a worker do it."""
    enqueue("books.housekeeping.keep_house", "watchdog")


def keep_house(asked_by: str) -> None:
    """What the queue calls."""
    moment = now()
    _delete_some(Session.objects.filter(expire_date__lt=moment))
    _delete_some(IdempotencyKey.objects.filter(created_at__lt=moment - timedelta(hours=settings.IDEMPOTENCY_HOURS)))
    ended = moment - _SHARES_KEPT
    _delete_some(BookShare.objects.filter(Q(expires_at__lt=ended) | Q(revoked_at__lt=ended)))
    long_ago = moment - timedelta(days=settings.EDITION_DAYS)
    for edition in KeptEdition.objects.unwanted_since(long_ago)[:_EDITIONS_AT_ONCE]:
        edition.delete()  # the row first: an address without a file would be worse than a file without one
        storage.delete_quietly(edition.key)
    for guest in _never_back()[:_GUESTS_AT_ONCE]:
        erasure.erase(guest)


def remove_folder(folder: str) -> None:
    """What the queue calls: the files of a book that was thrown away, patiently while the storage is away."""
    with_retries(lambda: storage.delete_folder(folder), attempts=settings.STORAGE_ATTEMPTS)


def _delete_some(rows: "QuerySet[Model]") -> None:
    rows.filter(pk__in=list(rows.values_list("pk", flat=True)[:_ROWS_AT_ONCE])).delete()


def _never_back() -> "QuerySet[User]":
    """Guests with no way in any more, and with no book that somebody might ask us for."""
    way_in = (
        Session.objects.filter(user=OuterRef("pk"), expire_date__gte=now()),
        SocialAccount.objects.filter(user=OuterRef("pk")),
        Authenticator.objects.filter(user=OuterRef("pk")),
        Book.objects.filter(user=OuterRef("pk")),
    )
    long_ago = now() - timedelta(seconds=settings.HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN)
    guests = User.objects.filter(is_guest=True, date_joined__lt=long_ago)
    return guests.filter(*(~Exists(rows) for rows in way_in)).order_by("date_joined")
