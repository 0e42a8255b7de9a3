"""The faces a book is set in, and which face has which letter.

Every face is open (fonts/OFL.txt) and embedded. A letter that the book's own face lacks is set in the first
face that has it; what no face has (emoji, mostly) is left out rather than shown as an empty box.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent / "fonts"


@dataclass(frozen=True, slots=True)
class Face:
    family: str
    filename: str

    @property
    def path(self) -> Path:
        return FOLDER / self.filename


ANDIKA = Face("Andika", "Andika-Regular.ttf")
ANDIKA_BOLD = Face("AndikaBold", "Andika-Bold.ttf")
BALOO = Face("Baloo", "Baloo2-Bold.ttf")
GOWUN = Face("Gowun", "GowunDodum-Regular.ttf")
JUA = Face("Jua", "Jua-Regular.ttf")
ZEN = Face("Zen", "ZenMaruGothic-Regular.ttf")
ZEN_BOLD = Face("ZenBold", "ZenMaruGothic-Bold.ttf")
EVERY_FACE = (ANDIKA, ANDIKA_BOLD, BALOO, GOWUN, JUA, ZEN, ZEN_BOLD)

_TEXT = {"en": (ANDIKA, GOWUN, ZEN), "ko": (GOWUN, ANDIKA, ZEN), "ja": (ZEN, ANDIKA, GOWUN)}
_TITLE = {
    "en": (BALOO, ANDIKA_BOLD, JUA, GOWUN, ZEN_BOLD),
    "ko": (JUA, GOWUN, BALOO, ZEN_BOLD),
    "ja": (ZEN_BOLD, BALOO, JUA, GOWUN),
}


def text_faces(language: str) -> tuple[Face, ...]:
    """For running text, the language's own face first."""
    return _TEXT[language]


def title_faces(language: str) -> tuple[Face, ...]:
    return _TITLE[language]


def runs(text: str, faces: tuple[Face, ...]) -> Iterator[tuple[Face, str]]:
    """Cut `text` into stretches of one face each; letters that no face has are gone."""
    last = faces[0]
    faced: list[tuple[Face, str]] = []
    for letter in text:
        candidates = (last, *faces) if letter.isspace() else faces
        face = next((face for face in candidates if ord(letter) in _letters(face)), None)
        if face is not None:
            faced.append((face, letter))
            last = face
    for face, group in groupby(faced, key=lambda pair: pair[0]):
        yield face, "".join(letter for _face, letter in group)


@cache
def _letters(face: Face) -> frozenset[int]:
    with TTFont(face.path, lazy=True) as font:
        return frozenset(font.getBestCmap())
