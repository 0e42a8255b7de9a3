"""The shape of a story (JSON Schema 2020-12), for the models that write it and the step that checks it."""

from enum import StrEnum
from typing import Any

from storyforge_site.providers.scene import (
    Expression,
    Framing,
    Place,
    Pose,
    PropPlace,
    Setting,
    TimeOfDay,
    Weather,
)
from storyforge_site.providers.sheet import HeroKind

Schema = dict[str, Any]


def story_schema(page_count: int) -> Schema:
    page = _object(
        page_number={"type": "integer", "minimum": 1, "maximum": page_count},
        text=_text(2000),
        scene=_scene(),
        alt_text=_text(500),
    )
    return _object(
        title=_text(120),
        summary=_text(500),
        cast={"type": "array", "minItems": 1, "maxItems": 8, "items": _person()},
        cover=_object(scene=_scene(), alt_text=_text(500)),
        pages={"type": "array", "minItems": page_count, "maxItems": page_count, "items": page},
    )


def _person() -> Schema:
    return _object(
        id=_text(20),
        name=_text(60),
        kind=_one_of(HeroKind),
        gender={"type": "string", "enum": ["male", "female", "neutral"]},
        appearance=_text(400, least=0),
        personality={"type": "array", "maxItems": 10, "items": _text(60)},
    )


def page_schema() -> Schema:
    """One page told anew."""
    return _object(text=_text(2000), scene=_scene(), alt_text=_text(500))


def retelling_schema(page_count: int) -> Schema:
    """New words for pictures that stay."""
    number = {"type": "integer", "minimum": 1, "maximum": page_count}
    page = _object(page_number=number, text=_text(2000), alt_text=_text(500))
    return _object(
        title=_text(120),
        summary=_text(500),
        cover_alt_text=_text(500),
        pages={"type": "array", "minItems": page_count, "maxItems": page_count, "items": page},
    )


def _scene() -> Schema:
    figure = _object(
        who=_text(20),
        pose=_one_of(Pose),
        expression=_one_of(Expression),
        place=_one_of(Place),
        holding=_text(40, least=0),
    )
    return _object(
        setting=_one_of(Setting),
        time_of_day=_one_of(TimeOfDay),
        weather=_one_of(Weather),
        framing=_one_of(Framing),
        figures={"type": "array", "maxItems": 5, "items": figure},
        props={"type": "array", "maxItems": 8, "items": _object(name=_text(40), place=_one_of(PropPlace))},
        description=_text(600),
    )


def _object(**properties: Schema) -> Schema:
    """Every property required and no other allowed: what vendors' strict modes ask for."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _text(most: int, *, least: int = 1) -> Schema:
    return {"type": "string", "minLength": least, "maxLength": most}


def _one_of(vocabulary: type[StrEnum]) -> Schema:
    return {"type": "string", "enum": [str(word) for word in vocabulary]}
