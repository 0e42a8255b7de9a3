"""What a family ordered: validated at the edge, saved in `Job.spec`, read by every step."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

MAX_HEROES = 4


@dataclass(frozen=True, slots=True)
class HeroSpec:
    """A hero as described. Empty fields are filled in by the storyteller and the character sheet."""

    name: str = ""
    kind: str = ""
    gender: str = ""
    appearance: str = ""
    personality: Sequence[str] = ()
    character_id: str = ""


@dataclass(frozen=True, slots=True)
class BookSpec:
    topic: str
    target_age: str
    style: str
    language: str = "ko"
    page_count: int = 8
    theme: str = ""
    heroes: Sequence[HeroSpec] = ()
    forbidden_elements: Sequence[str] = ()
    series_context: str = ""
    detected_language: str = field(default="")

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        heroes = tuple(HeroSpec(**hero) for hero in data.get("heroes", ()))
        return cls(**{**data, "heroes": heroes})
