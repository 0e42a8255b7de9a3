"""The sheets to draw on. Measures are inches from the top left corner of the uncut page, bleed on every side."""

import io
import math
import re
from pathlib import Path

from reportlab import rl_config
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from books.exports.press.ordered import OrderedParagraph
from books.exports.right_to_left import has_right_to_left
from books.exports.sizes import BLEED, SIDE
from books.exports.typefaces import ANDIKA, EVERY_FACE
from storyforge_site.lib.direction import reads_right_to_left

INK = (0.17, 0.15, 0.25)
CORNER = 0.25  # of a frame, in inches
SOFT_INK = (0.36, 0.34, 0.46)
_PENCIL = (0.72, 0.71, 0.77)
_PATHS = {face.family: str(face.path) for face in EVERY_FACE}
_TALLEST = 100 * inch
_SMALLEST = 4.0  # points; no text of a book gets near it
_OPENING = ("「", "『", "（", "“", "‘", "《")
_CLOSING = ("」", "』", "）", "”", "’", "》", "，", "。", "、", "！", "？", "：", "；", "…", "—")

Colour = tuple[float, float, float]


class Paper:
    def __init__(
        self,
        *,
        language: str,
        wrap: str,
        width: float = SIDE,
        cut_at_the_spine: bool = False,
        bound_on_the_right: bool = False,
    ) -> None:
        """`cut_at_the_spine`: no bleed there, which is the left of odd pages and the right of even ones, or the other
        way round where the book is bound on the right.
        """
        self._wrap = wrap
        self.width = width
        self._cut_at_the_spine = cut_at_the_spine
        self._bound_on_the_right = bound_on_the_right
        self._right_to_left = reads_right_to_left(language)
        self._out = io.BytesIO()
        self._register(ANDIKA.family)
        rl_config.useA85 = 0  # pictures as they are: as text they would be a quarter larger, and their mark hidden
        rl_config.canvas_basefontname = ANDIKA.family  # Helvetica would be named in the file without being embedded
        self.canvas = Canvas(self._out, pagesize=(width * inch, SIDE * inch), lang=language)
        if bound_on_the_right:
            self.canvas.setViewerPreference("Direction", "R2L")

    def from_start(self, distance: float, width: float) -> float:
        """The left side of what lies so far from the edge at which a line begins."""
        return SIDE - distance - width if self._right_to_left else distance

    def begin_sheet(self) -> None:
        cut = BLEED if self._cut_at_the_spine else 0
        is_odd = self.canvas.getPageNumber() % 2 == 1
        left, right = (cut, 0) if is_odd != self._bound_on_the_right else (0, cut)
        width, height, edge = (self.width - cut) * inch, SIDE * inch, BLEED * inch
        self.canvas.setPageSize((width, height))
        self.canvas.setCropBox((0, 0, width, height))
        self.canvas.setBleedBox((0, 0, width, height))
        self.canvas.setTrimBox((edge - left * inch, edge, width - edge + right * inch, height - edge))
        if left:
            self.canvas.translate(-left * inch, 0)

    def end_sheet(self) -> None:
        self.canvas.showPage()

    def finish(self) -> bytes:
        self.canvas.save()
        return self._out.getvalue()

    def fill(self, colour: Colour, left: float = 0, width: float | None = None) -> None:
        """The whole sheet, or a band of it from top to bottom."""
        self.canvas.setFillColorRGB(*colour)
        self.canvas.rect(left * inch, 0, (width or self.width) * inch, SIDE * inch, stroke=0, fill=1)

    def picture(self, file: Path, left: float, top: float, width: float, height: float | None = None) -> None:
        height = height or width
        self.canvas.drawImage(str(file), left * inch, (SIDE - top - height) * inch, width * inch, height * inch)

    def hills(self, far: Colour, near: Colour, *, mirrored: bool, left: float = 0, width: float = SIDE) -> None:
        """Two soft hills along the foot of the sheet."""
        for colour, lift, swing in ((far, 1.55, 0.75), (near, 1.15, -0.6)):
            high, low = (lift + swing / 2) * inch, (lift - swing / 2) * inch
            begins, ends = (low, high) if mirrored else (high, low)
            path = self.canvas.beginPath()
            start, third = left * inch, width * inch / 3
            path.moveTo(start, 0)
            path.lineTo(start, begins)
            path.curveTo(start + third, begins, start + 2 * third, ends, start + 3 * third, ends)
            path.lineTo(start + 3 * third, 0)
            path.close()
            self.canvas.setFillColorRGB(*colour)
            self.canvas.drawPath(path, stroke=0, fill=1)

    def circle(self, centre: float, top: float, diameter: float, colour: Colour) -> None:
        """An empty one, to draw in."""
        self._pen(colour)
        self.canvas.circle(centre * inch, (SIDE - top - diameter / 2) * inch, diameter / 2 * inch, stroke=1, fill=0)

    def star(self, centre: float, top: float, diameter: float, colour: Colour) -> None:
        """One with five points, empty, to be coloured in."""
        self._pen(colour)
        path = self.canvas.beginPath()
        for point in range(10):
            angle, reach = math.pi / 2 + point * math.pi / 5, diameter / 2 * (1 if point % 2 == 0 else 0.5)
            x, y = (
                (centre + reach * math.cos(angle)) * inch,
                (SIDE - top - diameter / 2 + reach * math.sin(angle)) * inch,
            )
            (path.lineTo if point else path.moveTo)(x, y)
        path.close()
        self.canvas.drawPath(path, stroke=1, fill=0)

    def frame(self, left: float, top: float, width: float, height: float, colour: Colour) -> None:
        """A box with round corners to draw in, or to write on."""
        self._pen(colour)
        place = (left * inch, (SIDE - top - height) * inch, width * inch, height * inch)
        self.canvas.roundRect(*place, CORNER * inch, stroke=1, fill=0)

    def card(self, left: float, top: float, width: float, height: float, colour: Colour) -> None:
        self.canvas.setFillColorRGB(*colour)
        place = (left * inch, (SIDE - top - height) * inch, width * inch, height * inch)
        self.canvas.roundRect(*place, 0.3 * inch, stroke=0, fill=1)

    def _pen(self, colour: Colour) -> None:
        self.canvas.setStrokeColorRGB(*colour)
        self.canvas.setLineWidth(2)
        self.canvas.setLineJoin(1)  # round

    def rule(self, left: float, top: float, width: float) -> None:
        """A line to write on."""
        self.canvas.setStrokeColorRGB(*_PENCIL)
        self.canvas.setLineWidth(0.7)
        self.canvas.line(left * inch, (SIDE - top) * inch, (left + width) * inch, (SIDE - top) * inch)

    def ornament(self, top: float, colour: Colour, middle: float = SIDE / 2) -> None:
        """Three small dots."""
        self.canvas.setFillColorRGB(*colour)
        for shift, radius in ((-0.28, 0.045), (0, 0.07), (0.28, 0.045)):
            self.canvas.circle((middle + shift) * inch, (SIDE - top) * inch, radius * inch, stroke=0, fill=1)

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
        """The width in which as few lines are about equally long, and none breaks off a bracket or a mark."""
        fewest = len(_lines(paragraph, width))
        for share in range(50, 100, 2):
            lines = _lines(paragraph, width * share / 100)
            if len(lines) == fewest and not any(line.endswith(_OPENING) or line.startswith(_CLOSING) for line in lines):
                return width * share / 100
        return width

    def _height(self, markup: str, size: float, width: float) -> float:
        return _wrapped(self._paragraph(markup, size, INK, centred=True), width)

    def _paragraph(self, markup: str, size: float, colour: Colour, *, centred: bool) -> Paragraph:
        for family in re.findall(r'<font face="(\w+)">', markup):
            self._register(family)
        leading_edge = TA_RIGHT if self._right_to_left else TA_LEFT
        style = ParagraphStyle(
            "words",
            fontName=ANDIKA.family,
            fontSize=size,
            leading=size * 1.45,
            textColor=colour,
            alignment=TA_CENTER if centred else leading_edge,
            wordWrap=self._wrap or None,
        )
        if not self._right_to_left and not has_right_to_left(markup):
            return Paragraph(markup, style)
        return OrderedParagraph(markup, style, right_to_left=self._right_to_left)

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
