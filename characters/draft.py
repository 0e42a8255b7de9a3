"""A character before it is kept: what a family wrote, or a model made of a sentence or a photo."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from characters.looks import APPEARANCE, CLOTHING
from storyforge_site.lib.choices import Gender
from storyforge_site.lib.storable import made_storable
from storyforge_site.providers.sheet import HeroKind

MAX_NAME = 40
MIN_DESCRIPTION, MAX_DESCRIPTION = 10, 400
MAX_PART = 120  # of appearance and clothing
MIN_TRAITS, MAX_TRAITS, MAX_TRAIT = 1, 10, 40
MAX_NOTES = 400


@dataclass(frozen=True, slots=True)
class Draft:
    name: str
    master_description: str
    personality_traits: list[str]
    kind: str = ""
    gender: str = ""
    appearance: dict[str, str] = field(default_factory=dict)
    clothing: dict[str, str] = field(default_factory=dict)
    visual_style_notes: str = ""

    @classmethod
    def from_model(cls, data: Mapping[str, Any]) -> Self:
        """A model's flat answer, cut to our measures. Raises ValueError when something needed is missing."""
        said = made_storable(dict(data))
        traits = said.get("personality_traits")
        draft = cls(
            name=_text(said, "name", MAX_NAME),
            master_description=_text(said, "master_description", MAX_DESCRIPTION),
            personality_traits=_traits(traits if isinstance(traits, list) else []),
            kind=_one_of(said.get("kind"), frozenset(map(str, HeroKind))),
            gender=_one_of(said.get("gender"), frozenset(Gender.values)),
            appearance={part: _text(said, part, MAX_PART) for part in APPEARANCE},
            clothing={part: _text(said, part, MAX_PART) for part in CLOTHING},
            visual_style_notes=_text(said, "visual_style_notes", MAX_NOTES),
        )
        if not draft.name or len(draft.master_description) < MIN_DESCRIPTION or not draft.personality_traits:
            raise ValueError("a character without name, description or traits")
        return draft

    def texts(self) -> list[str]:
        """Everything somebody wrote."""
        parts = [*self.appearance.values(), *self.clothing.values()]
        return [self.name, self.master_description, *parts, *self.personality_traits, self.visual_style_notes]


def _text(said: Mapping[str, Any], name: str, most: int) -> str:
    value = said.get(name)
    return " ".join(value.split())[:most].strip() if isinstance(value, str) else ""


def _traits(said: list[Any]) -> list[str]:
    traits = [_text({"trait": trait}, "trait", MAX_TRAIT) for trait in said]
    return list(dict.fromkeys(filter(None, traits)))[:MAX_TRAITS]


def _one_of(value: Any, known: frozenset[str]) -> str:
    return value if isinstance(value, str) and value in known else ""
