"""What staff do for a person: each act is written down, with its reason."""

from typing import IO

from django.utils.translation import gettext as _

from storyforge_site.accounts import erasure
from storyforge_site.accounts.export import as_zip
from storyforge_site.accounts.models import User
from storyforge_site.lib.errors import Code, FieldError, StoryforgeError
from storyforge_site.lib.stafflog import write_down, write_down_gone


def export(by: User, person: User, *, reason: str) -> IO[bytes]:
    """The zip that a family gets by itself."""
    write_down(by, person, f"Exported what is kept of them. {reason}")
    return as_zip(person)


def erase(by: User, person: User, *, reason: str) -> None:
    """As if they had asked for it themselves. `reason` stays when they are gone, so it says nothing about them.

    Raises VALIDATION for the house, which owns what belongs to everybody, and for whoever asks.
    """
    if person.is_house or person == by:
        sentence = _("The house stays, and nobody erases themselves here.")
        raise StoryforgeError(Code.VALIDATION, sentence, fields=[FieldError("", sentence)])
    key = person.pk
    erasure.erase(person)
    write_down_gone(by, User, key, f"Erased. {reason}")
