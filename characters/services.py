"""The only writers of characters. None of these asks anybody over the network."""

import logging
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from characters import portraits
from characters.draft import Draft
from characters.models import Character
from storyforge_site.accounts.models import User
from storyforge_site.lib.choices import Gender
from storyforge_site.lib.errors import Code, FieldError, StoryforgeError
from storyforge_site.lib.queue import enqueue
from storyforge_site.providers.offline.storyteller.portraits.portrait import kind_and_gender

log = logging.getLogger(__name__)

_AT_ONCE = 100  # characters taken out of the wastebasket in one task
_PRESETS = Path(__file__).parent / "presets.toml"
LOOKS = ("kind", "gender", "master_description", "appearance", "clothing", "visual_style_notes")


@transaction.atomic
def create(user: User, draft: Draft) -> Character:
    """Raises VALIDATION when there are as many as a family may keep."""
    User.objects.select_for_update().get(pk=user.pk)  # two at once must not pass the limit together
    require_room(user)
    kind, gender = kind_and_gender(draft.master_description)
    character = Character.objects.create(
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
    want_portrait(character)
    return character


@transaction.atomic
def copy_preset(user: User, preset: Character, name: str) -> Character:
    """A copy that is the family's own, with the looks it already has in our books. Raises VALIDATION as `create`."""
    copy = create(user, _as_draft(preset, name))
    if preset.sheet:
        copy.sheet = {**preset.sheet, "name": name}
        copy.save(update_fields=["sheet"])
    return copy


@transaction.atomic
def own_copy(user: User, preset: Character, name: str) -> Character:
    """The family's own of a preset: the copy they have, else a new one. Raises VALIDATION as `create`."""
    same = Character.objects.owned_by(user).filter(kind=preset.kind, master_description=preset.master_description)
    return same.first() or copy_preset(user, preset, name)


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
    if not fresh.sheet:
        want_portrait(fresh)
    return fresh


def want_portrait(character: Character) -> None:
    """Have it painted; call inside the transaction that gives the hero these looks."""
    enqueue("characters.tasks.paint_portrait", character.pk)


def discard(character: Character) -> None:
    """For good, with the portrait. Its books stay, with the looks they were drawn with."""
    portraits.remove(character)
    character.delete()


def bring_back(user: User, character_id: str) -> bool:
    """Out of the wastebasket, if there is room. Raises VALIDATION as `create`."""
    require_room(user)
    return bool(Character.objects.filter(user=user, pk=character_id).bring_back())


def empty_wastebasket() -> None:
    """What was thrown away long enough ago, for good. What cannot go now is tried again by the next round."""
    for character in Character.objects.due()[:_AT_ONCE]:
        try:
            discard(character)
        except Exception:
            log.exception("character %s could not be removed", character.pk)


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
