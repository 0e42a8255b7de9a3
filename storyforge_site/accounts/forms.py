"""The forms of an account. What the API checks by a serializer is checked by the same one."""

from itertools import groupby
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storyforge_site.accounts.api import UpgradeRequest
from storyforge_site.accounts.models import User
from storyforge_site.accounts.preferences import Spacing, TextSize, Typeface, complete
from storyforge_site.lib.choices import Language

_CONTINENTS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
_SPEEDS = [
    (0.75, gettext_lazy("Slow")),
    (1.0, gettext_lazy("As usual")),
    (1.25, gettext_lazy("Quick")),
]


class ProfileForm(forms.Form):
    display_name = forms.CharField(label=gettext_lazy("Name"), max_length=80, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language.choices)
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), help_text=gettext_lazy("A reading day begins at midnight where you are.")
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        names = ("display_name", "language", "time_zone")
        super().__init__(data, initial={name: getattr(user, name) for name in names})
        self.fields["time_zone"].choices = _zones(user.time_zone)  # type: ignore[attr-defined]


class PreferencesForm(forms.Form):
    text_size = forms.ChoiceField(label=gettext_lazy("Text size"), choices=TextSize.choices)
    text_spacing = forms.ChoiceField(label=gettext_lazy("Spacing"), choices=Spacing.choices)
    typeface = forms.ChoiceField(label=gettext_lazy("Letters"), choices=Typeface.choices)
    narration_speed = forms.TypedChoiceField(label=gettext_lazy("Voice"), coerce=float)
    highlight_words = forms.BooleanField(label=gettext_lazy("Show the word that is read aloud"), required=False)
    auto_play = forms.BooleanField(label=gettext_lazy("Turn the page when it has been read"), required=False)
    reduce_motion = forms.BooleanField(label=gettext_lazy("As little movement as possible"), required=False)

    def __init__(self, data: Any = None, *, user: User) -> None:
        chosen = complete(user.preferences)
        super().__init__(data, initial=chosen)
        speed = chosen["narration_speed"]
        own = [] if speed in dict(_SPEEDS) else [(speed, f"× {speed:g}")]  # an app may have set any
        self.fields["narration_speed"].choices = sorted([*_SPEEDS, *own])  # type: ignore[attr-defined]


class KeepForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("Ten characters at least; three or four words are easy to remember."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            wish = UpgradeRequest(data=cleaned)
            if not wish.is_valid():
                for field, said in wish.errors.items():
                    self.add_error(field if field in self.fields else None, [str(each) for each in said])
        return cleaned


class EraseForm(forms.Form):
    """The password; whoever has none (a guest, or somebody with another house's account) types a word."""

    proof = forms.CharField(max_length=128, strip=False)

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        self.user, self.has_password = user, user.has_usable_password()
        self.word = _("erase")
        field = self.fields["proof"]
        if self.has_password:
            field.label = _("Your password")
            field.widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
        else:
            field.label = _("Type the word “%(word)s”") % {"word": self.word}
            field.widget = forms.TextInput(attrs={"autocomplete": "off"})

    def clean_proof(self) -> str:
        proof: str = self.cleaned_data["proof"]
        if self.has_password and not self.user.check_password(proof):
            raise forms.ValidationError(_("That is not your password."))
        if not self.has_password and proof.strip().casefold() != self.word.casefold():
            raise forms.ValidationError(_("That is another word."))
        return proof


def _zones(present: str) -> list[Any]:
    """By continent; one that is written otherwise stays choosable where it was chosen."""
    names = sorted(name for name in available_timezones() if name.partition("/")[0] in _CONTINENTS and "/" in name)
    first = ["UTC"] if present in names else list(dict.fromkeys(["UTC", present]))
    groups = groupby(names, key=lambda name: name.partition("/")[0])
    by_continent = [
        (continent, [(name, name.partition("/")[2].replace("_", " ").replace("/", ", ")) for name in of_it])
        for continent, of_it in groups
    ]
    return [*((name, name) for name in first), *by_continent]
