"""How characters look from outside: plain dictionaries in the contract's words."""

from typing import Any

from django.utils.translation import gettext as _

from characters.asking import Source
from characters.looks import APPEARANCE, CLOTHING
from characters.models import Character


def character(row: Character) -> dict[str, Any]:
    return {
        "id": row.pk,
        "character_id": row.pk,  # as books call it
        "name": row.name,
        "kind": row.kind,
        "gender": row.gender,
        "master_description": row.master_description,
        "appearance": {part: row.appearance.get(part, "") for part in APPEARANCE},
        "clothing": {part: row.clothing.get(part, "") for part in CLOTHING},
        "personality_traits": row.personality_traits,
        "visual_style_notes": row.visual_style_notes,
        "created_at": _moment(row.created_at),
        "updated_at": _moment(row.updated_at),
    }


def preset(row: Character, language: str) -> dict[str, Any]:
    return {
        "preset_id": row.preset_key,
        "name": row.name_in(language),
        "kind": row.kind,
        "gender": row.gender,
        "master_description": row.master_description,
        "personality_traits": row.personality_traits,
    }


def drawn_up(row: Character, source: Source, note: str) -> dict[str, Any]:
    """A new character that a family did not describe field by field, with where its looks come from."""
    return {**character(row), "source": str(source), "note": note}


def note_on_text(source: Source) -> str:
    if source is Source.MODEL:
        return _("A model filled in what your sentence left open. Please look it over and change what you like.")
    return _("We read your sentence by simple rules, without a model. Please look it over and change what you like.")


def note_on_photo(source: Source) -> str:
    if source is Source.MODEL:
        return _(
            "A model described the clothes, hair and colours in the photo, for a drawing. "
            "The photo was not kept. Please look it over and change what you like."
        )
    return _(
        "Only the colours of the photo were read: hair, skin and clothes, roughly. "
        "The photo was not kept. Please look it over and change what is not right."
    )


def who_sees(hosts: list[str]) -> dict[str, Any]:
    """Who would be shown a photo: for a parent to read before choosing one."""
    if hosts:
        note = _(
            "To describe the clothes, hair and colours for a drawing, the photo is shown to %(hosts)s, without its "
            "place and date. We do not keep it."
        ) % {"hosts": ", ".join(hosts)}
    else:
        note = _("The photo stays on our own computer, where only its colours are read. We do not keep it.")
    return {"sent_to": hosts, "kept": False, "note": note}


def _moment(moment: Any) -> str:
    return str(moment.isoformat().replace("+00:00", "Z"))
