"""What an edition says about itself: for whom the book is, when and by whom it was made. In the book's language."""

from django.utils.translation import gettext as _

from books.models import Book


def made_for(book: Book) -> str:
    return _("A picture book for %(age)s") % {"age": book.get_target_age_display()}


def colophon(book: Book) -> list[str]:
    made = book.published_at or book.created_at
    lines = [
        _("This book was made on %(date)s from the wish “%(topic)s”.")
        % {"date": made.strftime("%Y-%m-%d"), "topic": book.topic},
        _maker(book),
        _("Set in Andika, Gowun Dodum and Zen Maru Gothic, under the SIL Open Font License."),
    ]
    if book.illustrator.startswith("offline"):
        lines.append(_("Small things in the pictures: Fluent Emoji by Microsoft, MIT License."))
    return lines


def is_by_model(book: Book) -> bool:
    """Whether a trained model had a hand in it, rather than our own engine alone."""
    return not (book.storyteller.startswith("offline") and book.illustrator.startswith("offline"))


def _maker(book: Book) -> str:
    """Art. 50 of the EU AI Act in words: who or what made text and pictures."""
    if not is_by_model(book):
        return _(
            "Words and pictures were made by Storyforge’s own offline engine, by rule and without a trained model."
        )
    return _(
        "Words and pictures were made with generative AI (%(text)s; %(pictures)s) and checked before they were shown."
    ) % {
        "text": book.storyteller,
        "pictures": book.illustrator,
    }
