"""The edge: what a request may say, and how a job and a book are shown (API.md, "Books")."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from books.models import Book
from books.models.book import MAX_PAGES, MIN_PAGES
from books.spec import MAX_HEROES, BookSpec, HeroSpec
from books.tellable import require_printable
from characters.models import Character
from storyforge_site.accounts.models import User
from storyforge_site.drf import StrictSerializer
from storyforge_site.lib.choices import AgeBand, BookLanguage, Gender, Style
from storyforge_site.lib.errors import Code, StoryforgeError


class HeroRequest(StrictSerializer):
    name = serializers.CharField(max_length=40, validators=[require_printable])
    gender = serializers.ChoiceField(choices=Gender.choices, required=False)
    appearance = serializers.CharField(max_length=400, required=False, default="", allow_blank=True)
    personality = serializers.ListField(
        child=serializers.CharField(max_length=40), max_length=8, required=False, default=list
    )


class BookRequest(StrictSerializer):
    """The body of `POST /v1/books`. `to_spec` gives the validated wish."""

    topic = serializers.CharField(max_length=200, validators=[require_printable])
    language = serializers.ChoiceField(choices=BookLanguage.choices, default=BookLanguage.KOREAN)
    target_age = serializers.ChoiceField(choices=AgeBand.choices)
    style = serializers.ChoiceField(choices=Style.choices)  # type: ignore[assignment]  # the base class has a `style`
    page_count = serializers.IntegerField(min_value=MIN_PAGES, max_value=MAX_PAGES, default=8)
    theme = serializers.CharField(
        max_length=80, required=False, default="", allow_blank=True, validators=[require_printable]
    )
    character = HeroRequest(required=False)
    character_id = serializers.CharField(max_length=60, required=False)
    character_ids = serializers.ListField(
        child=serializers.CharField(max_length=60), min_length=1, max_length=MAX_HEROES, required=False
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


class SeriesRequest(StrictSerializer):
    """The body of `POST /v1/books/series`: the next volume with the same hero."""

    character_id = serializers.CharField(max_length=60)
    previous_book_id = serializers.CharField(max_length=60, required=False)
    topic = serializers.CharField(max_length=200, required=False, validators=[require_printable])
    new_topic_hint = serializers.CharField(max_length=200, required=False, validators=[require_printable])
    target_age = serializers.ChoiceField(choices=AgeBand.choices)
    style = serializers.ChoiceField(choices=Style.choices)  # type: ignore[assignment]
    page_count = serializers.IntegerField(min_value=MIN_PAGES, max_value=MAX_PAGES, default=8)
    theme = serializers.CharField(
        max_length=80, required=False, default="", allow_blank=True, validators=[require_printable]
    )
    forbidden_elements = serializers.ListField(
        child=serializers.CharField(max_length=60), max_length=20, required=False, default=list
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("topic" in attrs) == ("new_topic_hint" in attrs):
            raise serializers.ValidationError({"topic": [_("Say what it is about, as topic or as new_topic_hint.")]})
        return attrs

    def previous(self, user: User) -> Book | None:
        """The volume before: the one named, else the newest with this hero. Raises NOT_FOUND for one not theirs."""
        wish = self.validated_data
        finished = Book.objects.owned_by(user).published()
        if "previous_book_id" in wish:
            return get_object_or_404(finished, pk=wish["previous_book_id"])
        return finished.filter(character_id=wish["character_id"]).newest_first().first()

    def to_spec(self, user: User, previous: Book | None) -> BookSpec:
        """Call after `is_valid`. Raises NOT_FOUND for a character that is not the user's."""
        wish = self.validated_data
        return BookSpec(
            topic=wish.get("topic") or wish["new_topic_hint"],
            language=previous.language if previous else user.language,
            target_age=wish["target_age"],
            style=wish["style"],
            page_count=wish["page_count"],
            theme=wish["theme"],
            heroes=tuple(_heroes(user, wish)),
            forbidden_elements=tuple(wish["forbidden_elements"]),
            series_context=f"{previous.title}: {previous.summary}"[:500] if previous else "",
        )


class ShelfChange(StrictSerializer):
    """The body of `PATCH /v1/library/{book_id}`."""

    title = serializers.CharField(max_length=200, required=False, validators=[require_printable])
    favorite = serializers.BooleanField(required=False)
    last_page_read = serializers.IntegerField(min_value=0, max_value=MAX_PAGES, required=False)


def _heroes(user: User, wish: dict[str, Any]) -> list[HeroSpec]:
    if "character" in wish:
        return [HeroSpec(**{**wish["character"], "personality": tuple(wish["character"]["personality"])})]
    ids = wish.get("character_ids") or ([wish["character_id"]] if "character_id" in wish else [])
    if not ids:
        return []
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
