"""The edge: what a request about characters may say (API.md, "Characters")."""

from typing import Any

from rest_framework import serializers

from characters.draft import (
    MAX_DESCRIPTION,
    MAX_NAME,
    MAX_NOTES,
    MAX_PART,
    MAX_TRAIT,
    MAX_TRAITS,
    MIN_DESCRIPTION,
    MIN_TRAITS,
    Draft,
)
from storyforge_site.drf import StrictSerializer
from storyforge_site.lib.choices import Gender, Style
from storyforge_site.providers.sheet import HeroKind

_KINDS = [str(kind) for kind in HeroKind]


def _part() -> serializers.CharField:
    return serializers.CharField(max_length=MAX_PART, required=False, allow_blank=True)


class AppearanceRequest(StrictSerializer):
    age_visual = _part()
    face = _part()
    hair = _part()
    skin = _part()
    body = _part()


class ClothingRequest(StrictSerializer):
    top = _part()
    bottom = _part()
    shoes = _part()
    accessories = _part()


class CharacterRequest(StrictSerializer):
    """The body of `POST`, and with `partial=True` of `PATCH`. Absent, `kind` and `gender` are read from the words."""

    name = serializers.CharField(max_length=MAX_NAME)
    kind = serializers.ChoiceField(choices=_KINDS, required=False, allow_blank=True)
    gender = serializers.ChoiceField(choices=Gender.choices, required=False)
    master_description = serializers.CharField(min_length=MIN_DESCRIPTION, max_length=MAX_DESCRIPTION)
    appearance = AppearanceRequest(required=False)
    clothing = ClothingRequest(required=False)
    personality_traits = serializers.ListField(
        child=serializers.CharField(max_length=MAX_TRAIT), min_length=MIN_TRAITS, max_length=MAX_TRAITS
    )
    visual_style_notes = serializers.CharField(max_length=MAX_NOTES, required=False, allow_blank=True)

    def to_draft(self) -> Draft:
        """Call after `is_valid`."""
        return Draft(**_plain(self.validated_data))

    def to_changes(self) -> dict[str, Any]:
        return _plain(self.validated_data)


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return {name: dict(value) if isinstance(value, dict) else value for name, value in data.items()}


class PresetRequest(StrictSerializer):
    preset_id = serializers.CharField(max_length=60)
    name = serializers.CharField(max_length=MAX_NAME, required=False, default="", allow_blank=True)


class TextRequest(StrictSerializer):
    description = serializers.CharField(min_length=2, max_length=MAX_DESCRIPTION)


class PhotoRequest(StrictSerializer):
    photo = serializers.FileField()
    name = serializers.CharField(max_length=MAX_NAME, required=False, default="", allow_blank=True)
    style = serializers.ChoiceField(choices=Style.choices)  # type: ignore[assignment]  # the base class has a `style`
