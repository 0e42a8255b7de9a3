"""The wish as data, read defensively: it comes from a family."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class HeroWish:
    name: str = ""
    kind: str = ""
    gender: str = ""
    appearance: str = ""
    personality: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryBrief:
    language: str
    target_age: str
    page_count: int
    topic: str = ""
    theme: str = ""
    heroes: tuple[HeroWish, ...] = ()
    forbidden: tuple[str, ...] = ()
    series_context: str = ""
    names: Mapping[str, str] = field(default_factory=dict)  # by id, of a book that is told anew

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "StoryBrief":
        return cls(
            language=str(data["language"]),
            target_age=str(data["target_age"]),
            page_count=int(data["page_count"]),
            topic=str(data.get("topic") or ""),
            theme=str(data.get("theme") or ""),
            heroes=tuple(_hero(hero) for hero in (data.get("heroes") or ())[:4]),
            forbidden=tuple(str(word) for word in data.get("forbidden_elements") or ()),
            series_context=str(data.get("series_context") or ""),
            names={str(key): str(name) for key, name in (data.get("names") or {}).items()},
        )


def _hero(data: Mapping[str, Any]) -> HeroWish:
    return HeroWish(
        name=str(data.get("name") or "").strip(),
        kind=str(data.get("kind") or ""),
        gender=str(data.get("gender") or ""),
        appearance=str(data.get("appearance") or ""),
        personality=tuple(str(trait) for trait in data.get("personality") or ()),
    )
