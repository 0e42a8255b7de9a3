"""Readers who have read: sittings at moments that a test chooses."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from books.models import Book, Visibility
from books.tests.factories import a_book
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from streaks import services


def shared_book() -> Book:
    """A finished book of the house that everybody may open."""
    return a_book(User.objects.house(), pages=0, visibility=Visibility.PUBLIC)


def at(local: str, zone: str) -> datetime:
    """What a clock on the wall in `zone` shows, e.g. `at("2026-11-20 07:00", "Asia/Seoul")`."""
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))


def read(user: User, moment: datetime, *, book: Book | None = None, seconds: int = 60) -> services.Sitting:
    return services.record_reading(user, book or shared_book(), seconds=seconds, completed=True, moment=moment)


def read_at(user: User, local: str, zone: str) -> services.Sitting:
    """Travel to `zone`, and read there at its local time."""
    user.time_zone = zone
    user.save(update_fields=["time_zone"])
    return read(user, at(local, zone))


def read_days_ago(user: User, *days: int) -> None:
    """One sitting on each of these days before today; the furthest first, as life goes."""
    book, moment = shared_book(), now()
    for ago in sorted(days, reverse=True):
        read(user, moment - timedelta(days=ago), book=book)
