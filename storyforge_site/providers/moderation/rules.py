"""The offline moderator: word rules in three languages, read after folding away disguises.

It knows words, not pictures. A picture passes only when our own illustrator composed it from its closed
vocabulary; for any other it answers REVIEW, and unsure is no: pictures from a vendor need a moderator that sees.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from storyforge_site.providers.contracts import Usage, Verdict
from storyforge_site.providers.moderation.policy import Category, judge
from storyforge_site.providers.moderation.readings import readings

_USAGE = Usage(provider="rules", model="rules-2")
_MASKS = re.compile(r"[*○●◯〇■□×#]")
_MASK = "○"
_SHORTEST_MASKED = 3
_NEVER = r"(?!)"


class RulesModerator:
    name = "rules"
    sees_pictures = False

    def check_text(self, text: str, *, language: str, target_age: str) -> Verdict:
        """Words of every language are looked for, whatever the book's: a disguise may change script."""
        ways = readings(text)
        masked = _MASKS.sub(_MASK, ways[0]) if _MASKS.search(ways[0]) else ""
        found = [category for category, rule in _rules().items() if rule.fits(ways, masked)]
        return judge(dict.fromkeys(found, 1.0), target_age, _USAGE)

    def check_image(self, data: bytes, *, target_age: str, drawn_from_closed_vocabulary: bool) -> Verdict:
        if drawn_from_closed_vocabulary:
            return judge({}, target_age, _USAGE)
        return judge({Category.UNSEEN_PICTURE: 1.0}, target_age, _USAGE)


@dataclass(frozen=True, slots=True)
class Rule:
    words: re.Pattern[str]
    masked: re.Pattern[str]  # the same words with a letter of theirs hidden: m○rder

    def fits(self, ways: Sequence[str], masked: str) -> bool:
        return any(map(self.words.search, ways)) or bool(masked and self.masked.search(masked))


@cache
def _rules() -> Mapping[Category, Rule]:
    with (Path(__file__).parent / "rules.toml").open("rb") as file:
        table = tomllib.load(file)
    parts = table.pop("parts")
    return {Category(category): _compile(words, parts) for category, words in table.items()}


def _compile(words: Mapping[str, list[str]], parts: Mapping[str, str]) -> Rule:
    """`words` are whole words of an alphabet, `stems` match anywhere, `patterns` are expressions with {parts}."""
    whole, stems = words.get("words", ()), words.get("stems", ())
    patterns = [_PART.sub(lambda part: parts[part[1]], pattern) for pattern in words.get("patterns", ())]
    hidden = [way for word in whole for way in _with_masks(word)], [way for stem in stems for way in _with_masks(stem)]
    return Rule(re.compile("|".join([*_either(whole, stems), *patterns])), re.compile("|".join(_either(*hidden))))


def _either(whole: Iterable[str], stems: Iterable[str]) -> list[str]:
    """Two expressions: for whole words, and for what may stand anywhere."""
    return [rf"\b{_any_of(whole) or _NEVER}\b", _any_of(stems) or _NEVER]


def _any_of(words: Iterable[str]) -> str:
    """An expression that fits each of them. What they begin with is looked for once: it takes a fifth of the time."""
    endings: dict[str, list[str]] = {}
    for word in words:
        endings.setdefault(word[:1], []).append(word[1:])
    may_end_here = endings.pop("", None) is not None
    ways = [re.escape(first) + _any_of(rest) for first, rest in sorted(endings.items())]
    return f"(?:{'|'.join(ways)}){'?' * may_end_here}" if ways else ""


_PART = re.compile(r"\{([a-z_]+)\}")


def _with_masks(word: str) -> Iterator[str]:
    """With one letter inside hidden, and with all of them."""
    if len(word) < _SHORTEST_MASKED or " " in word:
        return
    for place in range(1, len(word) - 1):
        yield word[:place] + _MASK + word[place + 1 :]
    if word.isascii():
        yield word[0] + _MASK * (len(word) - 2) + word[-1]
