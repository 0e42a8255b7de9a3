"""The words of a PDF as they lie on the page, from left to right: what a right-to-left line really looks like."""

import io
import re
from typing import Any

from pypdf import PdfReader

_LETTER = re.compile(rb"<([0-9A-F]{2})> <((?:[0-9A-F]{4})+)>")


def lines(pdf: bytes, page: int) -> list[str]:
    """One for each piece of text that is drawn, in its drawn order; a letter no face has would be NUL."""
    sheet = _sheet(pdf, page)
    drawn: list[str] = []
    letters: list[dict[int, str]] = [{}]

    def look(operator: bytes, operands: Any, _cm: Any, _tm: Any) -> None:
        if operator == b"Tf":
            letters[0] = _letters(sheet["/Resources"]["/Font"][operands[0]])
        elif operator == b"Tj":
            said = operands[0]
            codes = said if isinstance(said, bytes) else said.original_bytes
            drawn.append("".join(letters[0][code] for code in codes))

    sheet.extract_text(visitor_operand_before=look)
    return drawn


def forms_of(letter: str, pdf: bytes, page: int) -> int:
    """How many glyphs of this page's fonts mean `letter`."""
    fonts = _sheet(pdf, page)["/Resources"]["/Font"].values()
    return sum(list(_letters(font).values()).count(letter) for font in fonts)


def _sheet(pdf: bytes, page: int) -> Any:
    return PdfReader(io.BytesIO(pdf)).pages[page]


def _letters(font: Any) -> dict[int, str]:
    """By their codes. Two in one glyph are told in the order in which they are read, which is not that of drawing."""
    told = font.get_object()["/ToUnicode"].get_object().get_data()
    return {
        int(code, 16): bytes.fromhex(letters.decode()).decode("utf-16-be")[::-1]
        for code, letters in _LETTER.findall(told)
    }
