"""The only writers of characters. None of these asks anybody over the network."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from characters.draft import Draft
from characters.models import Character
from storyforge_site.accounts.models import User
from storyforge_site.lib.choices import Gender
from storyforge_site.lib.errors import Code, FieldError, StoryforgeError
from storyforge_site.providers.offline.storyteller.portraits.portrait import kind_and_gender

_PRESETS = Path(__file__).parent / "presets.toml"
LOOKS = ("kind", "gender", "master_description", "appearance", "clothing", "visual_style_notes")


@transaction.atomic
def create(user: User, draft: Draft) -> Character:
    """Raises VALIDATION when there are as many as a family may keep."""
    User.objects.select_for_update().get(pk=user.pk)  # two at once must not pass the limit together
    require_room(user)
    kind, gender = kind_and_gender(draft.master_description)
    return Character.objects.create(
        user=user,
        name=draft.name,
        kind=draft.kind or kind,
        gender=draft.gender or gender or Gender.NEUTRAL,
        master_description=draft.master_description,
        appearance=draft.appearance,
        clothing=draft.clothing,
        personality_traits=draft.personality_traits,
        visual_style_notes=draft.visual_style_notes,
    )


@transaction.atomic
def copy_preset(user: User, preset: Character, name: str) -> Character:
    """A copy that is the family's own, with the looks it already has in our books. Raises VALIDATION as `create`."""
    copy = create(user, _as_draft(preset, name))
    if preset.sheet:
        copy.sheet = {**preset.sheet, "name": name}
        copy.save(update_fields=["sheet"])
    return copy


def with_changes(character: Character, changes: Mapping[str, Any]) -> Character:
    """The same character with `changes` in it, not saved. Parts of appearance and clothing that go unsaid stay."""
    before = {field: getattr(character, field) for field in LOOKS}
    for field, value in changes.items():
        is_parts = field in ("appearance", "clothing")
        setattr(character, field, {**getattr(character, field), **value} if is_parts else value)
    if "master_description" in changes and "kind" not in changes:
        # Who was a dragon by the old words may be a rabbit by the new ones.
        character.kind = kind_and_gender(character.master_description)[0] or character.kind
    if before != {field: getattr(character, field) for field in LOOKS}:
        character.sheet = {}  # the next book draws a new one
    elif character.sheet:
        character.sheet = {**character.sheet, "name": character.name}
    return character


@transaction.atomic
def change(character: Character, changes: Mapping[str, Any]) -> Character:
    """On the row as it is now: a book may just have drawn its sheet. Raises Character.DoesNotExist if it went."""
    fresh = with_changes(Character.objects.select_for_update().get(pk=character.pk), changes)
    fresh.save()
    return fresh


def require_room(user: User) -> None:
    """Raises VALIDATION when there are as many characters as a family may keep."""
    most = settings.MAX_CHARACTERS
    if Character.objects.owned_by(user).count() >= most:
        sentence = _("You already have %(most)d characters. Please say goodbye to one to make room.") % {"most": most}
        raise StoryforgeError(Code.VALIDATION, fields=[FieldError("", sentence)])


@transaction.atomic
def load_presets() -> int:
    """Bring the house's preset heroes into the database; how many there are. Running it again changes nothing."""
    with _PRESETS.open("rb") as file:
        presets = tomllib.load(file)
    house = User.objects.house()
    for key, preset in presets.items():
        Character.objects.update_or_create(
            preset_key=key,
            defaults={
                "user": house,
                "name": preset["names"]["en"],
                "names": preset["names"],
                "kind": preset["kind"],
                "gender": preset.get("gender", Gender.NEUTRAL),
                "master_description": preset["looks"],
                "personality_traits": preset["personality"],
            },
        )
    return len(presets)


def _as_draft(preset: Character, name: str) -> Draft:
    return Draft(
        name=name,
        master_description=preset.master_description,
        personality_traits=preset.personality_traits,
        kind=preset.kind,
        gender=preset.gender,
        appearance=preset.appearance,
        clothing=preset.clothing,
        visual_style_notes=preset.visual_style_notes,
    )
