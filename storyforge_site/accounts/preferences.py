"""How somebody likes to read. Spacing and size come first: they help readers with dyslexia most."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from storyforge_site.drf import StrictSerializer


class TextSize(TextChoices):
    SMALL = "small", _("Small")
    MEDIUM = "medium", _("Medium")
    LARGE = "large", _("Large")
    HUGE = "huge", _("Very large")


class Spacing(TextChoices):
    NORMAL = "normal", _("Normal")
    WIDE = "wide", _("Wide")
    WIDER = "wider", _("Very wide")


class Typeface(TextChoices):
    STORY = "story", _("Like in a picture book")
    PLAIN = "plain", _("Plain")
    DYSLEXIA = "dyslexia", _("Made for readers with dyslexia")


DEFAULTS: dict[str, Any] = {
    "text_size": TextSize.MEDIUM.value,
    "text_spacing": Spacing.NORMAL.value,
    "typeface": Typeface.STORY.value,
    "auto_play": False,
    "highlight_words": True,
    "narration_speed": 1.0,
    "reduce_motion": False,
}


class PreferencesRequest(StrictSerializer):
    """Only what is said changes."""

    text_size = serializers.ChoiceField(choices=TextSize.choices)
    text_spacing = serializers.ChoiceField(choices=Spacing.choices)
    typeface = serializers.ChoiceField(choices=Typeface.choices)
    auto_play = serializers.BooleanField()
    highlight_words = serializers.BooleanField()
    narration_speed = serializers.FloatField(min_value=0.5, max_value=1.5)
    reduce_motion = serializers.BooleanField()


def complete(stored: dict[str, Any]) -> dict[str, Any]:
    """What somebody chose, and ours where nothing was chosen."""
    return DEFAULTS | {name: value for name, value in stored.items() if name in DEFAULTS}
