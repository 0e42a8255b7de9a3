"""The form a parent fills in. Its rules are the API's: the cleaned wish goes through the same serializer."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from books import tellable
from books.api.serializers import BookRequest
from books.ideas import Theme
from books.models.book import MAX_PAGES, MIN_PAGES
from books.spec import MAX_HEROES, BookSpec
from characters import services as characters
from characters.models import Character
from storyforge_site.accounts.models import User
from storyforge_site.lib.choices import AgeBand, BookLanguage, Gender, Style

_PAGES = [(number, str(number)) for number in range(MIN_PAGES, MAX_PAGES + 1)]


class MakeBookForm(forms.Form):
    heroes = forms.MultipleChoiceField(label=_("Your heroes"), required=False)
    presets = forms.MultipleChoiceField(label=_("Heroes to start with"), required=False)
    hero_name = forms.CharField(label=_("The hero’s name"), max_length=40, required=False)
    hero_gender = forms.ChoiceField(
        label=_("He, she or they"), choices=[("", _("Any")), *Gender.choices], required=False
    )
    hero_looks = forms.CharField(
        label=_("How the hero looks"),
        max_length=400,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("a girl with two braids and a yellow raincoat")}),
    )
    topic = forms.CharField(
        label=_("What is it about?"),
        max_length=200,
        error_messages={"required": _("Say in a few words what it is about, or take an idea.")},
        widget=forms.TextInput(attrs={"placeholder": _("a shy dragon who learns to swim"), "enterkeyhint": "done"}),
    )
    theme = forms.ChoiceField(
        label=_("Ideas about"), choices=[("", _("Anything")), *Theme.choices], required=False, widget=forms.RadioSelect
    )
    forbidden = forms.CharField(
        label=_("Leave out"),
        max_length=400,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("wolves, thunder")}),
        help_text=_("Words with commas between them."),
    )
    target_age = forms.ChoiceField(
        label=_("For whom"), choices=AgeBand.choices, initial=AgeBand.EARLY, widget=forms.RadioSelect
    )
    style = forms.ChoiceField(
        label=_("How it looks"), choices=Style.choices, initial=Style.WATERCOLOR, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(label=_("Language"), choices=BookLanguage.choices)
    page_count = forms.IntegerField(
        label=_("Pages"), min_value=MIN_PAGES, max_value=MAX_PAGES, initial=8, widget=forms.Select(choices=_PAGES)
    )
    key = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    ideas_at = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, own: Sequence[Character] = (), presets: Sequence[Character] = (), **kwargs: Any
    ) -> None:
        """`own` and `presets` are the heroes to choose among."""
        super().__init__(*args, **kwargs)
        self.house = {str(preset.preset_key): preset for preset in presets}
        self.fields["language"].choices = tellable.choices()  # type: ignore[attr-defined]
        self.fields["heroes"].choices = [(hero.pk, hero.name) for hero in own]  # type: ignore[attr-defined]
        self.fields["presets"].choices = [(key, row.name) for key, row in self.house.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        is_new, chosen = bool(cleaned["hero_name"]), [*cleaned["heroes"], *cleaned["presets"]]
        if cleaned["hero_looks"] and not is_new:
            self.add_error("hero_name", _("Somebody new needs a name."))
        if len(chosen) + is_new > MAX_HEROES:
            self.add_error("heroes", _("A book has room for four heroes."))
        if self.errors:
            return cleaned
        for request in _as_requests(cleaned, chosen):
            self._take_errors_of(BookRequest(data=request))
        return cleaned

    def to_spec(self, user: User) -> BookSpec:
        """Call after `is_valid`, in the transaction of the order: a preset becomes the family's own hero here."""
        cleaned = self.cleaned_data
        chosen = [self.house[key] for key in cleaned["presets"]]
        copies = [characters.own_copy(user, preset, preset.name_in(user.language)).pk for preset in chosen]
        specs = []
        for request in _as_requests(cleaned, [*cleaned["heroes"], *copies]):
            wish = BookRequest(data=request)
            wish.is_valid(raise_exception=True)
            specs.append(wish.to_spec(user))
        return replace(specs[0], heroes=tuple(hero for spec in specs for hero in spec.heroes))

    def _take_errors_of(self, wish: BookRequest) -> None:
        if wish.is_valid():
            return
        for field, messages in wish.errors.items():
            name = _FORM_FIELD.get(field, field if field in self.fields else None)
            if name not in self.errors:
                self.add_error(name, _first(messages))


_FORM_FIELD = {"character": "hero_name", "character_ids": "heroes", "forbidden_elements": "forbidden"}


def _as_requests(cleaned: dict[str, Any], character_ids: Sequence[str]) -> list[dict[str, Any]]:
    """The API takes heroes who are kept, or one who is new. A form may have both: then these are two requests."""
    request = {name: cleaned[name] for name in ("topic", "theme", "target_age", "style", "language", "page_count")}
    request["forbidden_elements"] = [
        word.strip() for word in re.split(r"[,、，\n]", cleaned["forbidden"]) if word.strip()
    ]
    heroes: list[dict[str, Any]] = [{"character_ids": [*character_ids]}] if character_ids else []
    if cleaned["hero_name"]:
        hero = {"name": cleaned["hero_name"], "appearance": cleaned["hero_looks"]}
        heroes += [{"character": hero | ({"gender": cleaned["hero_gender"]} if cleaned["hero_gender"] else {})}]
    return [request | named for named in heroes or [{}]]


def _first(messages: Any) -> str:
    while isinstance(messages, (list, dict)):
        messages = next(iter(messages.values() if isinstance(messages, dict) else messages), "")
    return str(messages)
