"""What can be told and printed here. The rest is refused when it is asked for, and never half made."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from books.exports.typefaces import unprintable
from books.spec import BookSpec
from storyforge_site.lib.choices import BookLanguage
from storyforge_site.lib.errors import Code, FieldError, StoryforgeError
from storyforge_site.providers.registry import book_languages

_SHOWN = 12  # letters of a refused text


def choices() -> list[tuple[str, str]]:
    """For a form: the languages a book can have here."""
    here = book_languages()
    return [(code, str(label)) for code, label in BookLanguage.choices if code in here]


def require_tellable(spec: BookSpec) -> None:
    """Raises VALIDATION for a language nobody here can write in, and for a kept hero whose name cannot be printed."""
    faults = []
    if spec.language not in book_languages():
        faults.append(FieldError("language", _untellable(BookLanguage(spec.language))))
    named = {"topic": spec.topic, "theme": spec.theme, "character": " ".join(hero.name for hero in spec.heroes)}
    faults += [FieldError(field, _unprintable(text)) for field, text in named.items() if unprintable(text)]
    if faults:
        raise StoryforgeError(Code.VALIDATION, fields=faults)


def require_printable(text: str) -> None:
    """A validator of fields whose words are printed, or become words that are."""
    if unprintable(text):
        raise ValidationError(_unprintable(text))


def _untellable(language: BookLanguage) -> str:
    return _(
        "This site cannot tell books in %(language)s: for that it needs a text model, and a moderator that knows more "
        "than our own words. English, Korean and Japanese work."
    ) % {"language": language.label}


def _unprintable(text: str) -> str:
    return _("We cannot print these letters yet: %(letters)s") % {"letters": " ".join(unprintable(text)[:_SHOWN])}
