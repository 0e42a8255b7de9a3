"""The form a parent fills in. Its rules are the API's: the cleaned wish goes through the same serializer."""

import re
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from books.api.serializers import BookRequest
from books.models.book import MAX_PAGES, MIN_PAGES
from books.spec import BookSpec
from storyforge_site.accounts.models import User
from storyforge_site.lib.choices import AgeBand, Gender, Language, Style


class MakeBookForm(forms.Form):
    topic = forms.CharField(
        label=_("What is it about?"),
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("a shy dragon who learns to swim"), "autofocus": True}),
    )
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
    target_age = forms.ChoiceField(
        label=_("For whom"), choices=AgeBand.choices, initial=AgeBand.EARLY, widget=forms.RadioSelect
    )
    style = forms.ChoiceField(
        label=_("How it looks"), choices=Style.choices, initial=Style.WATERCOLOR, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    page_count = forms.IntegerField(label=_("Pages"), min_value=MIN_PAGES, max_value=MAX_PAGES, initial=8)
    forbidden = forms.CharField(
        label=_("Leave out"),
        max_length=400,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("wolves, thunder")}),
        help_text=_("Words with commas between them."),
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["language"].initial = (get_language() or "en").split("-")[0]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        self.wish = BookRequest(data=_as_request(cleaned))
        if not self.wish.is_valid():
            for field, messages in self.wish.errors.items():
                self.add_error(_FORM_FIELD.get(field, field if field in self.fields else None), _first(messages))
        return cleaned

    def to_spec(self, user: User) -> BookSpec:
        return self.wish.to_spec(user)


_FORM_FIELD = {"character": "hero_name", "forbidden_elements": "forbidden"}


def _as_request(cleaned: dict[str, Any]) -> dict[str, Any]:
    request = {name: cleaned[name] for name in ("topic", "target_age", "style", "language", "page_count")}
    request["forbidden_elements"] = [
        word.strip() for word in re.split(r"[,、，\n]", cleaned["forbidden"]) if word.strip()
    ]
    if cleaned["hero_name"]:
        hero = {"name": cleaned["hero_name"], "appearance": cleaned["hero_looks"]}
        request["character"] = hero | ({"gender": cleaned["hero_gender"]} if cleaned["hero_gender"] else {})
    return request


def _first(messages: Any) -> str:
    while isinstance(messages, (list, dict)):
        messages = next(iter(messages.values() if isinstance(messages, dict) else messages), "")
    return str(messages)
