"""A paragraph in which Hebrew or Arabic occurs: broken as it is read, each line then drawn in its own order."""

from copy import copy
from itertools import groupby
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph
from xhtml2pdf.bidi import display_order, get_display, mirrored


class OrderedParagraph(Paragraph):  # type: ignore[misc]  # reportlab has no types
    blPara: Any  # noqa: N815  (its lines, once they are broken)

    def __init__(self, markup: str, style: ParagraphStyle, *, right_to_left: bool) -> None:
        super().__init__(markup, style)
        self._base = "R" if right_to_left else "L"

    def drawPara(self, debug: int = 0) -> None:  # noqa: N802  (reportlab's name)
        as_read = self.blPara
        self.blPara = copy(as_read)
        self.blPara.lines = [self._as_drawn(line) for line in as_read.lines]
        super().drawPara(debug)
        self.blPara = as_read

    def _as_drawn(self, line: Any) -> Any:
        """A line is words of one style, or pieces that have each their own."""
        if isinstance(line, tuple):
            room, words, *rest = line
            return (room, get_display(" ".join(words), self._base).split(" "), *rest)
        drawn = copy(line)
        drawn.words = self._pieces(line.words)
        return drawn

    def _pieces(self, pieces: list[Any]) -> list[Any]:
        owner = [index for index, piece in enumerate(pieces) for _letter in piece.text]
        text = "".join(piece.text for piece in pieces)
        order, levels = display_order(text, self._base)
        drawn = []
        for index, places in groupby(order, key=owner.__getitem__):
            piece = copy(pieces[index])
            piece.text = "".join(mirrored(text[place], levels[place]) for place in places)
            drawn.append(piece)
        return drawn
