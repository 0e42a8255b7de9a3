"""What an edition says about itself: for whom the book is, when and by whom it was made. In the book's language."""

from django.utils.translation import gettext as _

from books.exports.typefaces import text_faces, title_faces
from books.models import Book


def made_for(book: Book) -> str:
    return _("A picture book for %(age)s") % {"age": book.get_target_age_display()}


def colophon(book: Book, *, is_heard: bool = False) -> list[str]:
    """`is_heard`: whether the edition has a voice."""
    made = book.published_at or book.created_at
    lines = [
        _("This book was made on %(date)s from the wish “%(topic)s”.")
        % {"date": made.strftime("%Y-%m-%d"), "topic": book.topic},
        _maker(book),
        *([_("It is read aloud by a computer’s voice.")] if is_heard else []),
        _("Set in %(text)s and %(title)s, under the SIL Open Font License.")
        % {"text": text_faces(book.language)[0].known_as, "title": title_faces(book.language)[0].known_as},
    ]
    if book.illustrator.startswith("offline"):
        lines.append(_("Small things in the pictures: Fluent Emoji by Microsoft, MIT License."))
    return lines


def narrator() -> str:
    return _("A computer’s voice")


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
