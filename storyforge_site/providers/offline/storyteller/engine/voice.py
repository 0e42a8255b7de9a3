"""Everything a page needs to be spoken: the texts, the register, the words for the slots, what must not be said."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from storyforge_site.providers.offline.storyteller.engine.ages import page_limits, unit_register
from storyforge_site.providers.offline.storyteller.engine.dice import Dice
from storyforge_site.providers.offline.storyteller.engine.library import Lines, Texts
from storyforge_site.providers.offline.storyteller.engine.slots import fill
from storyforge_site.providers.offline.storyteller.languages.base import Grammar


def _anything(_text: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Voice:
    texts: Texts
    grammar: Grammar
    register: str
    slots: Mapping[str, object]
    dice: Dice
    may_say: Callable[[str], bool] = field(default=_anything)

    @property
    def joint(self) -> str:
        """What stands between two sentences: nothing in Japanese, except in the spaced kana of the youngest."""
        return "" if self.texts.language == "ja" and self.register != "s" else " "

    def variants(self, lines: Lines, question: str) -> list[str]:
        """The filled variants that may be said, in the order this book likes them."""
        register = self.register if self.register in lines else unit_register(self.register)
        told = [fill(line, self.slots) for line in lines.get(register, ())]
        return self.dice.order(question, [line for line in told if self.may_say(line)])

    def fits(self, sentences: Sequence[str]) -> bool:
        text = self.join(sentences)
        limits = page_limits(self.register, self.texts.language)
        return limits.hold(len(self.grammar.sentences(text)), self.grammar.length(text))

    def join(self, sentences: Sequence[str]) -> str:
        return self.grammar.tidy(self.joint.join(part.strip() for part in sentences if part.strip()))


def every_way(choices: Mapping[str, Sequence[str]], most: int = 60) -> list[dict[str, str]]:
    """The first ways of choosing one variant for each key, best liked first. None when a key has no variant."""
    keys = list(choices)
    ways = product(*(choices[key] for key in keys))
    return [dict(zip(keys, way, strict=True)) for way, _ in zip(ways, range(most), strict=False)]
