"""Writing the words of a page by hand. They are looked at like any text, and the page as it was is kept."""

from django.db import transaction

from books.models import Book, Page, PageVersion
from characters.safety import require_fit


def rewrite_page(page: Page, text: str) -> None:
    """The same words again change nothing. Raises SAFETY_INPUT; asks over the network."""
    if text == page.text:
        return
    book = page.book
    require_fit([text], book.language, user_id=book.user_id, target_age=book.target_age)
    with transaction.atomic():
        Book.objects.select_for_update().get(pk=page.book_id)  # before its pages, as everybody does
        held = Page.objects.select_for_update().get(pk=page.pk)
        PageVersion.of(held)
        held.change(text=text)
