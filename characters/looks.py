"""A character's looks as one line of words, for the storyteller and for whoever draws the sheet."""

from collections.abc import Mapping

from storyforge_site.providers.offline.illustrator.appearance import words
from storyforge_site.providers.offline.illustrator.phrases import phrases
from storyforge_site.providers.offline.storyteller.engine.subject import language_of
from storyforge_site.providers.offline.wording import hits

APPEARANCE = ("age_visual", "face", "hair", "skin", "body")
CLOTHING = ("top", "bottom", "shoes", "accessories")

_NOUNS = {
    "hair": {"en": " hair", "ko": " 머리", "ja": "髪"},
    "skin": {"en": " skin", "ko": " 피부", "ja": "肌"},
    "top": {"en": " T-shirt", "ko": " 티셔츠", "ja": "シャツ"},
    "bottom": {"en": " trousers", "ko": " 바지", "ja": "ズボン"},
    "shoes": {"en": " shoes", "ko": " 신발", "ja": "くつ"},
}
_LETTERS_AFTER_A_COLOUR = 2  # 검은색, 黒い


def in_one_line(described: str, appearance: Mapping[str, str], clothing: Mapping[str, str], notes: str) -> str:
    """The parts first: they are exact, and a reader with little room reads the beginning."""
    parts = [_named(part, appearance.get(part, "")) for part in APPEARANCE]
    parts += [_named(part, clothing.get(part, "")) for part in CLOTHING]
    return ", ".join(part for part in [*parts, described, notes] if part)


def _named(part: str, said: str) -> str:
    """ "black" under hair is "black hair": in one line of words the field's name is lost."""
    if part not in _NOUNS or not said or phrases(said):
        return said
    colours = hits(said.casefold(), words()["colours"])
    if not colours or colours[-1].end + _LETTERS_AFTER_A_COLOUR < len(said):
        return said
    return said + _NOUNS[part][language_of(said)]
