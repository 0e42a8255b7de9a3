"""A book on paper while it is drawn: where its pictures are, how large its letters, which colour it is fond of."""

from pathlib import Path
from typing import Any

from books.exports.press import pictures
from books.exports.press.paper import Colour, Paper
from books.exports.sizes import SAFE, SIDE

LINE, _GAP = 0.46, 0.12  # between lines for a child's hand; before the next question
WIDTH = SIDE - 2 * SAFE  # for words, and for all that must not be cut

Sheet = dict[str, Any]


class Volume:
    def __init__(self, order: dict[str, Any], folder: Path) -> None:
        self.folder = folder
        self.letter_size: float = order["letter_size"]
        self.accent: Colour = pictures.accent(folder / "cover.jpg")
        self.paper = Paper(
            language=order["language"],
            wrap=order["wrap"],
            width=order.get("width", SIDE),
            cut_at_the_spine=order.get("cut_at_the_spine", False),
            bound_on_the_right=order.get("bound_on_the_right", False),
        )
        self._made = 0

    def made(self) -> Path:
        """A name for one more picture."""
        self._made += 1
        return self.folder / f"printed-{self._made}.jpg"

    def heading(self, sheet: Sheet) -> float:
        """Set at the head of the page; where its lower edge came to lie."""
        size, _tall = self.paper.fitting(sheet["heading"], 22, width=WIDTH, height=1)
        return self.paper.words(sheet["heading"], left=SAFE, top=SAFE + 0.05, width=WIDTH, size=size)

    def lines(self, questions: list[str], top: float) -> None:
        """Questions from `top` to the foot of the page, each with lines to write on."""
        room = (SIDE - SAFE - top) / len(questions)
        for number, question in enumerate(questions):
            begins = top + number * room
            below = (
                self.paper.words(question, left=SAFE, top=begins, width=WIDTH, size=14, centred=False)
                if question
                else begins
            )
            for rule in range(1, int((begins + room - below - _GAP) / LINE) + 1):
                self.paper.rule(SAFE, below + rule * LINE, WIDTH)
