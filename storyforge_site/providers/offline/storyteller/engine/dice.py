"""Choices that look free and are not: the same seed and the same question give the same answer, for ever."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Dice:
    seed: int

    def number(self, question: str) -> int:
        """A large number that depends on the seed and the question only."""
        return int.from_bytes(sha256(f"{self.seed}/{question}".encode()).digest()[:8])

    def pick(self, question: str, items: Sequence[T]) -> T:
        """One of the items. Raises IndexError when there are none."""
        if not items:
            raise IndexError(f"nothing to choose from: {question}")
        return items[self.number(question) % len(items)]

    def order(self, question: str, items: Sequence[T]) -> list[T]:
        """All the items in an order of their own."""
        numbered = [(self.number(f"{question}/{index}"), index) for index in range(len(items))]
        return [items[index] for _, index in sorted(numbered)]
