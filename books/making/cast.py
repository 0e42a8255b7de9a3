"""Who may be in a book: the family's own heroes first, then those of the house."""

from dataclasses import dataclass
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser

from books.forms import MakeBookForm
from characters.models import Character
from storyforge_site.accounts.models import User
from storyforge_site.lib.language import spoken

_MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Face:
    """A hero to tick. `preset_key` names the picture of one of the house's, also of a family's copy."""

    field: str
    value: str
    name: str
    hero: Character
    preset_key: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Cast:
    own: list[Character]
    house: list[Character]

    @classmethod
    def of(cls, user: User | AnonymousUser) -> Self:
        """Two queries, one for a visitor."""
        own = list(Character.objects.owned_by(user)[:_MOST_SHOWN]) if user.is_authenticated else []
        return cls(own, list(Character.objects.presets()))

    def form(self, *args: Any, **kwargs: Any) -> MakeBookForm:
        return MakeBookForm(*args, own=self.own, presets=self.house, **kwargs)

    def faces(self, form: MakeBookForm) -> list[Face]:
        """A preset the family has a copy of is shown once, as theirs."""
        pictures = {_looks(preset): str(preset.preset_key) for preset in self.house}
        own = [_face(form, "heroes", hero.pk, hero, pictures.get(_looks(hero), "")) for hero in self.own]
        theirs = {_looks(hero) for hero in self.own}
        others = [preset for preset in self.house if _looks(preset) not in theirs]
        return own + [_face(form, "presets", key, row, key) for row in others for key in [str(row.preset_key)]]


def _face(form: MakeBookForm, field: str, value: str, hero: Character, picture: str) -> Face:
    return Face(field, value, hero.name_in(spoken()), hero, picture, value in (form[field].value() or ()))


def _looks(hero: Character) -> tuple[str, str]:
    return hero.kind, hero.master_description
