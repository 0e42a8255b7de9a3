"""Ideas for a family that has none yet, by theme and age: one file a language, four lines a cell."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from storyforge_site.lib.choices import AgeBand

SHOWN = 3
_FILES = Path(__file__).parent
_ALSO_FOR = {AgeBand.TODDLER: AgeBand.EARLY, AgeBand.EARLY: AgeBand.TODDLER, AgeBand.READER: AgeBand.EARLY}


class Theme(TextChoices):
    FRIENDSHIP = "friendship", _("Friendship")
    COURAGE = "courage", _("Courage")
    KINDNESS = "kindness", _("Kindness")
    CURIOSITY = "curiosity", _("Curiosity")
    NATURE = "nature", _("Nature")
    FAMILY = "family", _("Family")
    DREAMS = "dreams", _("Dreams")
    ADVENTURE = "adventure", _("Adventure")


@dataclass(frozen=True, slots=True)
class Idea:
    theme: Theme
    text: str


def fresh(language: str, age: str, theme: str, *, seed: int, turn: int) -> list[Idea]:
    """Three ideas. The next turn with the same seed shows others, until all were seen."""
    pool = _pool(language, age, theme, Random(seed))
    return [pool[(turn * SHOWN + place) % len(pool)] for place in range(SHOWN)]


def _pool(language: str, age: str, theme: str, dice: Random) -> list[Idea]:
    if theme:
        ages = [age, _ALSO_FOR[AgeBand(age)]] if age in _ALSO_FOR else [age]
        return [idea for each in ages for idea in _shuffled(language, each, Theme(theme), dice)]
    themes = dice.sample(list(Theme), len(Theme))
    cells = [_shuffled(language, age, each, dice) for each in themes]
    return [idea for rank in zip(*cells, strict=True) for idea in rank]  # three in a row differ in theme


def _shuffled(language: str, age: str, theme: Theme, dice: Random) -> list[Idea]:
    lines = _file(language)[theme][age]
    return [Idea(theme, text) for text in dice.sample(lines, len(lines))]


@cache
def _file(language: str) -> dict[str, dict[str, list[str]]]:
    with (_FILES / f"{language}.toml").open("rb") as file:
        return tomllib.load(file)
