"""What the API of characters answers, for its schema."""

from typing import Any

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from characters.asking import Source
from characters.looks import APPEARANCE, CLOTHING


def _parts(names: Any) -> dict[str, Any]:
    return {name: serializers.CharField(allow_blank=True) for name in names}


_CHARACTER: dict[str, Any] = {
    "id": serializers.CharField(),
    "character_id": serializers.CharField(help_text="the same, as books call it"),
    "name": serializers.CharField(),
    "kind": serializers.CharField(allow_blank=True),
    "gender": serializers.CharField(allow_blank=True),
    "master_description": serializers.CharField(allow_blank=True),
    "appearance": inline_serializer("CharacterAppearance", _parts(APPEARANCE)),
    "clothing": inline_serializer("CharacterClothing", _parts(CLOTHING)),
    "personality_traits": serializers.ListField(child=serializers.CharField()),
    "visual_style_notes": serializers.CharField(allow_blank=True),
    "created_at": serializers.DateTimeField(),
    "updated_at": serializers.DateTimeField(),
}
# A copy, since a class takes its fields out of what it is given.
Character = inline_serializer("Character", {**_CHARACTER})
Characters = inline_serializer(
    "CharacterList", {"characters": type(Character)(many=True), "total": serializers.IntegerField(min_value=0)}
)
DrawnUp = inline_serializer(
    "CharacterDrawnUp",
    {
        **_CHARACTER,
        "source": serializers.ChoiceField(choices=[str(source) for source in Source]),
        "note": serializers.CharField(help_text="for a parent"),
    },
)
_PRESET: dict[str, Any] = {
    "preset_id": serializers.CharField(),
    "name": serializers.CharField(),
    "kind": serializers.CharField(),
    "gender": serializers.CharField(),
    "master_description": serializers.CharField(),
    "personality_traits": serializers.ListField(child=serializers.CharField()),
}
Presets = inline_serializer(
    "PresetList",
    {"presets": inline_serializer("Preset", _PRESET, many=True), "total": serializers.IntegerField(min_value=0)},
)
WhoSees = inline_serializer(
    "WhoSeesPhotos",
    {
        "sent_to": serializers.ListField(child=serializers.CharField(), help_text="hosts"),
        "kept": serializers.BooleanField(),
        "note": serializers.CharField(help_text="for a parent"),
    },
)
