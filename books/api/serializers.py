"""The edge: what a request may say, and how a job and a book are shown (API.md, "Books")."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from books.models.book import MAX_PAGES, MIN_PAGES
from books.spec import BookSpec, HeroSpec
from characters.models import Character
from storyforge_site.accounts.models import User
from storyforge_site.drf import StrictSerializer
from storyforge_site.lib.choices import AgeBand, Gender, Language, Style
from storyforge_site.lib.errors import Code, StoryforgeError


class HeroRequest(StrictSerializer):
    name = serializers.CharField(max_length=40)
    gender = serializers.ChoiceField(choices=Gender.choices, required=False, default="")
    appearance = serializers.CharField(max_length=400, required=False, default="", allow_blank=True)
    personality = serializers.ListField(
        child=serializers.CharField(max_length=40), max_length=8, required=False, default=list
    )


class BookRequest(StrictSerializer):
    """The body of `POST /v1/books`. `to_spec` gives the validated wish."""

    topic = serializers.CharField(max_length=200)
    language = serializers.ChoiceField(choices=Language.choices, default=Language.KOREAN)
    target_age = serializers.ChoiceField(choices=AgeBand.choices)
    style = serializers.ChoiceField(choices=Style.choices)  # type: ignore[assignment]  # the base class has a `style`
    page_count = serializers.IntegerField(min_value=MIN_PAGES, max_value=MAX_PAGES, default=8)
    theme = serializers.CharField(max_length=80, required=False, default="", allow_blank=True)
    character = HeroRequest(required=False)
    character_id = serializers.CharField(max_length=60, required=False)
    character_ids = serializers.ListField(
        child=serializers.CharField(max_length=60), min_length=1, max_length=4, required=False
    )
    forbidden_elements = serializers.ListField(
        child=serializers.CharField(max_length=60), max_length=20, required=False, default=list
    )
    series_context = serializers.CharField(max_length=500, required=False, default="", allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        named = [name for name in ("character", "character_id", "character_ids") if name in attrs]
        if len(named) > 1:
            message = _("Name the hero in one way only: character, character_id or character_ids.")
            raise serializers.ValidationError({named[-1]: [message]})
        return attrs

    def to_spec(self, user: User) -> BookSpec:
        """Call after `is_valid`. Raises NOT_FOUND for a character that is not the user's."""
        wish = self.validated_data
        return BookSpec(
            topic=wish["topic"],
            language=wish["language"],
            target_age=wish["target_age"],
            style=wish["style"],
            page_count=wish["page_count"],
            theme=wish["theme"],
            heroes=tuple(_heroes(user, wish)),
            forbidden_elements=tuple(wish["forbidden_elements"]),
            series_context=wish["series_context"],
        )


def _heroes(user: User, wish: dict[str, Any]) -> list[HeroSpec]:
    if "character" in wish:
        return [HeroSpec(**{**wish["character"], "personality": tuple(wish["character"]["personality"])})]
    ids = wish.get("character_ids") or ([wish["character_id"]] if "character_id" in wish else [])
    found = {character.pk: character for character in Character.objects.owned_by(user).filter(pk__in=ids)}
    if any(identity not in found for identity in ids):
        raise StoryforgeError(Code.NOT_FOUND, "character")
    return [_hero_from(found[identity]) for identity in dict.fromkeys(ids)]


def _hero_from(character: Character) -> HeroSpec:
    return HeroSpec(
        name=character.name,
        kind=character.kind,
        gender=character.gender,
        appearance=character.looks(),
        personality=tuple(character.personality_traits),
        character_id=character.pk,
    )
