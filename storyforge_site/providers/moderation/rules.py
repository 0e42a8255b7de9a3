"""The offline moderator: word rules in three languages, read after folding away disguises.

It knows words, not pictures. A picture passes only when our own illustrator composed it from its closed
vocabulary; for any other it answers REVIEW, and unsure is no: pictures from a vendor need a moderator that sees.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from storyforge_site.providers.contracts import Outcome, Usage, Verdict

POLICY = "rules-1"
# 1 stands for i as often as for l, so both readings are tried.
_FOLDED_DIGITS = (str.maketrans("013457@$", "oleastas"), str.maketrans("013457@$", "oieastas"))
_BETWEEN_LETTERS = re.compile(r"(?<=\b\w)[\s._*-]+(?=\w\b)")
_USAGE = Usage(provider="rules", model=POLICY)


class RulesModerator:
    name = "rules"
    sees_pictures = False

    def check_text(self, text: str, *, language: str, target_age: str) -> Verdict:
        """Words of every language are looked for, whatever the book's: a disguise may change script."""
        found = [name for name, pattern in _patterns().items() if any(map(pattern.search, _readings(text)))]
        outcome = Outcome.BLOCK if found else Outcome.PASS
        return Verdict(outcome, _USAGE, dict.fromkeys(found, 1.0), POLICY)

    def check_image(self, data: bytes, *, target_age: str, drawn_from_closed_vocabulary: bool) -> Verdict:
        if drawn_from_closed_vocabulary:
            return Verdict(Outcome.PASS, _USAGE, {}, POLICY)
        return Verdict(Outcome.REVIEW, _USAGE, {"unseen_picture": 1.0}, POLICY)


def _readings(text: str) -> tuple[str, ...]:
    """The text as written, with letters-for-digits undone, and with s p a c e d letters joined."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    letters = [plain.translate(digits) for digits in _FOLDED_DIGITS]
    return plain, *letters, *(_BETWEEN_LETTERS.sub("", reading) for reading in letters)


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    with (Path(__file__).parent / "rules.toml").open("rb") as file:
        rules = tomllib.load(file)
    return {category: _compile(words) for category, words in rules.items()}


def _compile(words: Mapping[str, list[str]]) -> re.Pattern[str]:
    """`words` are whole words of an alphabet, `stems` match anywhere, `patterns` are expressions as they are."""
    whole = [rf"\b{re.escape(word)}\b" for word in words.get("words", ())]
    stems = [re.escape(stem) for stem in words.get("stems", ())]
    return re.compile("|".join([*whole, *stems, *words.get("patterns", ())]))
