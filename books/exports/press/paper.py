"""The sheets of the booklet to draw on. Measures are inches from the top left corner of the uncut page."""

import io
import re
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from books.exports.sizes import BLEED, SIDE
from books.exports.typefaces import ANDIKA, EVERY_FACE

INK = (0.17, 0.15, 0.25)
SOFT_INK = (0.36, 0.34, 0.46)
_PENCIL = (0.72, 0.71, 0.77)
_PATHS = {face.family: str(face.path) for face in EVERY_FACE}
_TALLEST = 100 * inch
_SMALLEST = 4.0  # points; no text of a book gets near it
_OPENING = ("「", "『", "（", "“", "‘")

Colour = tuple[float, float, float]


class Paper:
    def __init__(self, *, language: str, wrap: str) -> None:
        self._wrap = wrap
        self._out = io.BytesIO()
        self._register(ANDIKA.family)
        rl_config.useA85 = 0  # pictures as they are: as text they would be a quarter larger, and their mark hidden
        rl_config.canvas_basefontname = ANDIKA.family  # Helvetica would be named in the file without being embedded
        whole, edge = SIDE * inch, BLEED * inch
        self.canvas = Canvas(
            self._out,
            pagesize=(whole, whole),
            bleedBox=(0, 0, whole, whole),
            trimBox=(edge, edge, whole - edge, whole - edge),
            lang=language,
        )

    def next_sheet(self) -> None:
        self.canvas.showPage()

    def finish(self) -> bytes:
        self.canvas.save()
        return self._out.getvalue()

    def fill(self, colour: Colour) -> None:
        self.canvas.setFillColorRGB(*colour)
        self.canvas.rect(0, 0, SIDE * inch, SIDE * inch, stroke=0, fill=1)

    def picture(self, file: Path, left: float, top: float, side: float) -> None:
        self.canvas.drawImage(str(file), left * inch, (SIDE - top - side) * inch, side * inch, side * inch)

    def frame(self, left: float, top: float, width: float, height: float, colour: Colour) -> None:
        """A box with round corners to draw in, or to write on."""
        self.canvas.setStrokeColorRGB(*colour)
        self.canvas.setLineWidth(2)
        place = (left * inch, (SIDE - top - height) * inch, width * inch, height * inch)
        self.canvas.roundRect(*place, 0.25 * inch, stroke=1, fill=0)

    def card(self, left: float, top: float, width: float, height: float, colour: Colour) -> None:
        self.canvas.setFillColorRGB(*colour)
        place = (left * inch, (SIDE - top - height) * inch, width * inch, height * inch)
        self.canvas.roundRect(*place, 0.3 * inch, stroke=0, fill=1)

    def rule(self, left: float, top: float, width: float) -> None:
        """A line to write on."""
        self.canvas.setStrokeColorRGB(*_PENCIL)
        self.canvas.setLineWidth(0.7)
        self.canvas.line(left * inch, (SIDE - top) * inch, (left + width) * inch, (SIDE - top) * inch)

    def ornament(self, top: float, colour: Colour) -> None:
        """Three small dots in the middle."""
        self.canvas.setFillColorRGB(*colour)
        for shift, radius in ((-0.28, 0.045), (0, 0.07), (0.28, 0.045)):
            self.canvas.circle((SIDE / 2 + shift) * inch, (SIDE - top) * inch, radius * inch, stroke=0, fill=1)

    def words(
        self,
        markup: str,
        *,
        left: float,
        top: float,
        width: float,
        size: float,
        colour: Colour = INK,
        centred: bool = True,
    ) -> float:
        """Set a paragraph with its upper edge at `top`; where its lower edge came to lie."""
        paragraph = self._paragraph(markup, size, colour, centred=centred)
        narrower: float = self._balanced(paragraph, width) if centred else width
        tall = _wrapped(paragraph, narrower)
        paragraph.drawOn(self.canvas, (left + (width - narrower) / 2) * inch, (SIDE - top - tall) * inch)
        return top + tall

    def fitting(self, markup: str, largest: float, *, width: float, height: float) -> tuple[float, float]:
        """The letter size, `largest` or the next smaller one that fits, and the height the words take with it."""
        size, tall = largest, 0.0
        while (tall := self._height(markup, size, width)) > height and size > _SMALLEST:
            size -= 0.5
        return size, tall

    def _balanced(self, paragraph: Paragraph, width: float) -> float:
        """The width in which as few lines are about equally long, and none ends with a bracket that has just opened."""
        fewest = len(_lines(paragraph, width))
        for share in range(50, 100, 2):
            lines = _lines(paragraph, width * share / 100)
            if len(lines) == fewest and not any(line.endswith(_OPENING) for line in lines):
                return width * share / 100
        return width

    def _height(self, markup: str, size: float, width: float) -> float:
        return _wrapped(self._paragraph(markup, size, INK, centred=True), width)

    def _paragraph(self, markup: str, size: float, colour: Colour, *, centred: bool) -> Paragraph:
        for family in re.findall(r'<font face="(\w+)">', markup):
            self._register(family)
        style = ParagraphStyle(
            "words",
            fontName=ANDIKA.family,
            fontSize=size,
            leading=size * 1.45,
            textColor=colour,
            alignment=TA_CENTER if centred else TA_LEFT,
            wordWrap=self._wrap or None,
        )
        return Paragraph(markup, style)

    @staticmethod
    def _register(family: str) -> None:
        if family not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(family, _PATHS[family]))


def _wrapped(paragraph: Paragraph, width: float) -> float:
    """Break the paragraph into lines; how high they are."""
    height: float = paragraph.wrap(width * inch, _TALLEST)[1]
    points_an_inch: float = inch
    return height / points_an_inch


def _lines(paragraph: Paragraph, width: float) -> list[str]:
    _wrapped(paragraph, width)
    broken = paragraph.blPara.lines
    return ["".join(line[1] if isinstance(line, tuple) else [part.text for part in line.words]) for line in broken]
