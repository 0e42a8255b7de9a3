"""Small fonts for a file that is read elsewhere: of each face only the letters a book uses.

The Open Font License allows it. A changed font may not keep a reserved name ("Andika"), so each gets a name of ours;
who made it and its licence stay in it.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from fontTools import subset
from fontTools.ttLib import TTFont

from books.exports.typefaces import Face, runs

_OWN_NAMES = (1, 3, 4, 6, 16, 21)  # family, unique, full, PostScript, typographic and WWS family
_KEPT_NAMES = (0, 2, 5, 7, 8, 9, 11, 13, 14)  # copyright, trademark, makers, licence and where it is found


@dataclass(frozen=True, slots=True)
class WebFont:
    family: str
    data: bytes


def web_fonts(texts: Iterable[str], faces: tuple[Face, ...]) -> list[WebFont]:
    """One font for each face that `texts` need, in the order of `faces`."""
    letters: dict[Face, set[str]] = {}
    for text in texts:
        for face, part in runs(text, faces):
            letters.setdefault(face, set()).update(part)
    wanted = [(face, "".join(sorted(letters[face]))) for face in faces if face in letters]
    return [WebFont(name := f"Story{number}", _cut(face, used, name)) for number, (face, used) in enumerate(wanted, 1)]


@lru_cache(maxsize=32)  # a book is downloaded again more often than it changes
def _cut(face: Face, letters: str, name: str) -> bytes:
    """The same letters give the same bytes: nothing of the clock goes in."""
    options = subset.Options(hinting=False, notdef_outline=True, name_IDs=[*_OWN_NAMES, *_KEPT_NAMES])
    with TTFont(face.path, lazy=True, recalcTimestamp=False) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(text=letters)
        cutter.subset(font)
        for record in font["name"].names:
            if record.nameID in _OWN_NAMES:
                record.string = name
        out = io.BytesIO()
        font.save(out)
        return out.getvalue()
