"""Lending a book by a link, and taking the link back."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from books.models import Book, BookShare
from storyforge_site.lib.clock import now


@transaction.atomic
def share_book(book: Book) -> BookShare:
    """The link that is open already, or a new one. Two at once make one: the book's row is held."""
    Book.objects.select_for_update().get(pk=book.pk)
    moment = now()
    lifetime = timedelta(days=settings.SHARE_LIFETIME_DAYS)
    running = running_share(book)
    return running or BookShare.objects.create(book=book, created_at=moment, expires_at=moment + lifetime)


def running_share(book: Book) -> BookShare | None:
    return BookShare.objects.filter(book=book).open_at(now()).first()


def take_back(book: Book) -> int:
    """Every link of the book stops working, page and pictures at once; how many there were."""
    return BookShare.objects.filter(book=book).open_at(now()).update(revoked_at=now())
