"""The forms of heroes. Their rules are the API's: what was filled in goes through the same serializers."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from characters.api.serializers import CharacterRequest
from characters.draft import MAX_DESCRIPTION, MAX_NAME, MAX_NOTES, MAX_PART, Draft
from characters.looks import APPEARANCE, CLOTHING
from characters.models import Character
from storyforge_site.lib.choices import Gender, Style
from storyforge_site.lib.errors import StoryforgeError

_PARTS = {"appearance": APPEARANCE, "clothing": CLOTHING}


class RefusableForm(forms.Form):
    def refuse(self, error: StoryforgeError) -> None:
        """Beside the field that it is about, where it is about one of ours."""
        for wrong in error.fields:
            self.add_error(wrong.field if wrong.field in self.fields else None, wrong.message)
        if not error.fields:
            self.add_error(None, error.sentence)


def _part(label: Any, example: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"placeholder": example})
    return forms.CharField(label=label, max_length=MAX_PART, required=False, widget=widget)


class HeroForm(RefusableForm):
    name = forms.CharField(label=_("Name"), max_length=MAX_NAME)
    gender = forms.ChoiceField(label=_("He, she or they"), choices=[("", _("As the words say")), *Gender.choices])
    master_description = forms.CharField(
        label=_("How the hero looks"),
        max_length=MAX_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": _("a girl with two braids and a yellow raincoat")}),
    )
    personality_traits = forms.CharField(
        label=_("What the hero is like"),
        max_length=440,
        widget=forms.TextInput(attrs={"placeholder": _("brave, curious")}),
        help_text=_("Words with commas between them."),
    )
    hair = _part(_("Hair"), _("two black braids"))
    face = _part(_("Face"), _("freckles"))
    skin = _part(_("Skin"), _("light brown"))
    body = _part(_("Build"), _("small and quick"))
    age_visual = _part(_("Age, by the looks"), _("about five"))
    top = _part(_("Top"), _("a yellow raincoat"))
    bottom = _part(_("Trousers or skirt"), _("blue jeans"))
    shoes = _part(_("Shoes"), _("red boots"))
    accessories = _part(_("Something to know them by"), _("a green scarf"))
    visual_style_notes = forms.CharField(label=_("Notes for the painter"), max_length=MAX_NOTES, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gender"].required = False

    @property
    def details(self) -> list[Any]:
        return [self[name] for name in (*APPEARANCE, *CLOTHING, "visual_style_notes")]

    @property
    def has_details(self) -> bool:
        return any(field.value() or field.errors for field in self.details)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        self.wish = CharacterRequest(data=_as_request(cleaned))
        if not self.wish.is_valid():
            for field, message in _leaves(self.wish.errors):
                self.add_error(field if field in self.fields else None, message)
        return cleaned

    def to_draft(self) -> Draft:
        return self.wish.to_draft()

    def to_changes(self) -> dict[str, Any]:
        return self.wish.to_changes()


class SentenceForm(RefusableForm):
    description = forms.CharField(
        label=_("Tell us about the hero in one sentence"),
        min_length=2,
        max_length=MAX_DESCRIPTION,
        widget=forms.TextInput(attrs={"placeholder": _("Mina, a brave girl with red boots and a cat")}),
    )


class PhotoForm(RefusableForm):
    photo = forms.FileField(
        label=_("Photo"), widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
    )
    photo_name = forms.CharField(label=_("Name"), max_length=MAX_NAME, required=False)
    style = forms.ChoiceField(label=_("How it will look"), choices=Style.choices)
    consent = forms.BooleanField(label=_("I may use this photo, and I have read who sees it."))


def said_of(hero: Character) -> dict[str, Any]:
    """What the form of a hero begins with."""
    parts = {part: hero.appearance.get(part, "") for part in APPEARANCE}
    parts |= {part: hero.clothing.get(part, "") for part in CLOTHING}
    return {
        **parts,
        "name": hero.name,
        "gender": hero.gender,
        "master_description": hero.master_description,
        "personality_traits": ", ".join(hero.personality_traits),
        "visual_style_notes": hero.visual_style_notes,
    }


def _as_request(cleaned: dict[str, Any]) -> dict[str, Any]:
    request: dict[str, Any] = {name: cleaned[name] for name in ("name", "master_description", "visual_style_notes")}
    for whole, parts in _PARTS.items():
        request[whole] = {part: cleaned[part] for part in parts}
    traits = re.split(r"[,、，\n]", cleaned["personality_traits"])
    request["personality_traits"] = [trait.strip() for trait in traits if trait.strip()]
    return request | ({"gender": cleaned["gender"]} if cleaned["gender"] else {})


def _leaves(errors: Any, field: str = "") -> list[tuple[str, str]]:
    """(field, message), however deep the serializer keeps them. A trait in the list is the field of traits."""
    if isinstance(errors, dict):
        named = ((field if isinstance(name, int) else str(name), below) for name, below in errors.items())
        return [leaf for name, below in named for leaf in _leaves(below, name)]
    if isinstance(errors, list):
        return [leaf for below in errors for leaf in _leaves(below, field)]
    return [(field, str(errors))]
