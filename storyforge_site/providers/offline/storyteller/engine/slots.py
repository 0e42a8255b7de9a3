"""The braces of a text: which slots it has, and setting words into them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from storyforge_site.providers.offline.storyteller.engine.library import UNITS

SENTENCE_SLOTS = frozenset((*UNITS, "trait_start", "trait_end"))
_SENTENCE_SLOT = re.compile(rf"(\{{(?:{'|'.join(sorted(SENTENCE_SLOTS))})\}})")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a frame: words of its own, or one slot that a whole sentence fills."""

    text: str
    slot: str = ""


def names(template: str) -> list[str]:
    """Every slot named in a template, in order. Raises ValueError on unbalanced braces."""
    return [name for _, name, _, _ in Formatter().parse(template) if name is not None]


def parts(frame: str) -> list[Part]:
    split = _SENTENCE_SLOT.split(frame)
    return [Part("", text[1:-1]) if _SENTENCE_SLOT.fullmatch(text) else Part(text) for text in split if text.strip()]


def fill(template: str, values: Mapping[str, object]) -> str:
    """Raises KeyError for a slot without a value, ValueError for a malformed one."""
    return template.format_map(values)
