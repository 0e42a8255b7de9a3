"""The faces a book is set in, and which face has which letter.

Every face is open (fonts/OFL.txt) and embedded. A letter that the book's own face lacks is set in the first
face that has it; what no face has (emoji, mostly) is left out rather than shown as an empty box.
"""

import unicodedata
from collections.abc import Iterable, Iterator
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
    known_as: str

    @property
    def path(self) -> Path:
        return FOLDER / self.filename


ANDIKA = Face("Andika", "Andika-Regular.ttf", "Andika")
ANDIKA_BOLD = Face("AndikaBold", "Andika-Bold.ttf", "Andika")
BALOO = Face("Baloo", "Baloo2-Bold.ttf", "Baloo 2")
GOWUN = Face("Gowun", "GowunDodum-Regular.ttf", "Gowun Dodum")
JUA = Face("Jua", "Jua-Regular.ttf", "Jua")
ZEN = Face("Zen", "ZenMaruGothic-Regular.ttf", "Zen Maru Gothic")
ZEN_BOLD = Face("ZenBold", "ZenMaruGothic-Bold.ttf", "Zen Maru Gothic")
KAI = Face("Kai", "StoryforgeKai.ttf", "LXGW WenKai")
KUAILE = Face("Kuaile", "ZCOOLKuaiLe-Regular.ttf", "ZCOOL KuaiLe")
NASKH = Face("Naskh", "NotoNaskhArabic-Regular.ttf", "Noto Naskh Arabic")
BHAIJAAN = Face("Bhaijaan", "BalooBhaijaan2-Bold.ttf", "Baloo Bhaijaan 2")
VARELA = Face("Varela", "VarelaRound-Regular.ttf", "Varela Round")
FREDOKA = Face("Fredoka", "Fredoka-SemiBold.ttf", "Fredoka")

_CONTROLS = frozenset((*range(0x20), *range(0x7F, 0xA0)))  # which some faces draw as a box

# A face for each script; languages written in Latin letters or Cyrillic begin with the first.
_TEXT = (ANDIKA, GOWUN, ZEN, KAI, NASKH, VARELA)
_TITLE = (BALOO, ANDIKA_BOLD, JUA, GOWUN, ZEN_BOLD, KUAILE, KAI, BHAIJAAN, FREDOKA, NASKH)
_OWN_TEXT = {"ko": (GOWUN,), "ja": (ZEN,), "zh": (KAI,), "ar": (NASKH,), "he": (VARELA,)}
_OWN_TITLE = {
    "ko": (JUA, GOWUN),
    "ja": (ZEN_BOLD,),
    "zh": (KUAILE, KAI),
    "ru": (ANDIKA_BOLD,),
    "ar": (BHAIJAAN,),
    "he": (FREDOKA,),
}
EVERY_FACE = tuple(dict.fromkeys((*_TEXT, *_TITLE)))


def text_faces(language: str) -> tuple[Face, ...]:
    """For running text, the language's own face first."""
    return tuple(dict.fromkeys((*_OWN_TEXT.get(language, ()), *_TEXT)))


def title_faces(language: str) -> tuple[Face, ...]:
    return tuple(dict.fromkeys((*_OWN_TITLE.get(language, ()), *_TITLE)))


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


def used(texts: Iterable[str], faces: tuple[Face, ...]) -> list[Face]:
    """Those of `faces` that `texts` need, in their order."""
    needed = {face for text in texts for face, _part in runs(text, faces)}
    return [face for face in faces if face in needed]


def unprintable(text: str) -> str:
    """The letters and digits of `text` that no face has, each once. Emoji and other signs are left out in silence."""
    written = (letter for letter in unicodedata.normalize("NFC", text) if letter.isalpha() or letter.isdecimal())
    return "".join(dict.fromkeys(letter for letter in written if not _has_face(letter)))


def _has_face(letter: str) -> bool:
    return any(ord(letter) in _letters(face) for face in _TEXT)


@cache
def _letters(face: Face) -> frozenset[int]:
    with TTFont(face.path, lazy=True) as font:
        return frozenset(font.getBestCmap()) - _CONTROLS
