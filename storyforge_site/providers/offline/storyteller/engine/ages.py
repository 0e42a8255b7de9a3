"""The voice for each age, and how much of it a page bears (STYLE.md, "Words for children")."""

from collections.abc import Mapping
from dataclasses import dataclass

REGISTERS = ("s", "m", "l", "a")
# Whose words a page may borrow when its own register has no others; what is too long is not taken.
NEIGHBOURS: Mapping[str, tuple[str, ...]] = {"s": ("m",), "m": ("l", "s"), "l": ("m", "s"), "a": ("l", "m")}
REGISTER_OF_AGE: Mapping[str, str] = {"3-5": "s", "5-7": "m", "7-9": "l", "adult": "a"}


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one page or one unit. `length` is words in English, characters elsewhere."""

    fewest: int
    most: int
    length: int

    def hold(self, sentences: int, length: int) -> bool:
        return sentences <= self.most and length <= self.length


_PAGES = {"s": (1, 2, 25, 55), "m": (2, 3, 40, 88), "l": (2, 4, 60, 132), "a": (3, 5, 90, 198)}
_UNITS = {"s": (1, 1, 12, 24), "m": (1, 1, 24, 48), "a": (1, 2, 45, 90)}


def page_limits(register: str, language: str) -> Limits:
    fewest, most, words, characters = _PAGES[register]
    return Limits(fewest, most, words if language == "en" else characters)


def unit_limits(register: str, language: str) -> Limits:
    fewest, most, words, characters = _UNITS[unit_register(register)]
    return Limits(fewest, most, words if language == "en" else characters)


def unit_register(register: str) -> str:
    """Ages 7 to 9 have frames of their own around the units of ages 5 to 7."""
    return "m" if register == "l" else register
