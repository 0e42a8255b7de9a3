"""What staff do to a book: each act is written down, with its reason."""

from django.db import transaction
from django.utils.translation import gettext as _

from books import services
from books.models import Book, Visibility
from storyforge_site.accounts.models import User
from storyforge_site.lib.errors import Code, FieldError, StoryforgeError
from storyforge_site.lib.stafflog import write_down, write_down_gone


@transaction.atomic
def show(by: User, book: Book, visibility: Visibility, *, reason: str) -> None:
    """Raises VALIDATION for a family's book: nobody but the house shows its books to everybody."""
    held = Book.objects.select_for_update(of=("self",)).select_related("user").get(pk=book.pk)
    if not held.user.is_house:
        sentence = _("This book is a family’s own.")
        raise StoryforgeError(Code.VALIDATION, sentence, fields=[FieldError("", sentence)])
    held.visibility = visibility
    held.save(update_fields=["visibility"])
    write_down(by, held, f"Visible to {'everybody' if visibility == Visibility.PUBLIC else 'nobody'}. {reason}")


def discard(by: User, book: Book, *, reason: str) -> None:
    """With its files; a job of it that is still open is stopped and its credit returns."""
    key = book.pk
    services.discard_book(book)
    write_down_gone(by, Book, key, f"Discarded. {reason}")
