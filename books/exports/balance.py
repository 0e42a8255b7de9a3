"""Lines of about the same length, so that no word stands alone on the last one."""

import re

from books.exports.typefaces import runs, text_faces
from books.exports.typesetting import LEADING, ruled

_SURE = 0.985  # of a width: the press measures a little differently, and must not break a line once more
_NARROWEST, _STEP = 40, 2  # per cent
_SMALLEST = 3  # points; no text of a book gets near it
_EVEN = 0.8  # of the letters that would fill a line of a word that is cut: some letters are wider than others

_WORD = re.compile(r" *[^ ]+")
# Where a line breaks between any two letters: not after a bracket that opens, nor before a mark or a small kana, nor
# within what is written in Latin letters.
_LETTER = re.compile(
    r" *[（「『“‘《]*(?:[A-Za-z0-9À-ɏ'-]+|[^ ])"
    r"[、。，．！？：；」』）”’》…—ー〜,.!?:;)ぁぃぅぇぉっゃゅょァィゥェォッャュョ]*"
)


def balanced(text: str, language: str, size: float, width: float, *, anywhere: bool) -> list[str]:
    """As few lines as `text` takes in `width` points, and these as short as they can be.

    `anywhere`: it breaks between any two letters rather than between words.
    """
    return _balanced(_pieces(text, language, anywhere=anywhere), width * _SURE / size)


def fitted(
    text: str, language: str, largest: int, width: float, height: float, *, anywhere: bool
) -> tuple[list[str], int]:
    """Lines of `text`, and the letter size, `largest` or less, in which they stand in a box of so many points."""
    pieces = _pieces(text, language, anywhere=anywhere)
    for size in range(largest, _SMALLEST, -1):
        lines = _balanced(pieces, width * _SURE / size)
        if len(lines) * size * LEADING <= height:
            return lines, size
    return _balanced(pieces, width * _SURE / _SMALLEST), _SMALLEST


def _pieces(text: str, language: str, *, anywhere: bool) -> list[tuple[str, float]]:
    """What no line breaks within, each with its length for its letter size."""
    faces = text_faces(language)
    return [
        (piece, sum(ruled(face, part) for face, part in runs(piece, faces)))
        for piece in (_LETTER if anywhere else _WORD).findall(text)
    ]


def _balanced(pieces: list[tuple[str, float]], width: float) -> list[str]:
    lines = _broken(pieces, width)
    longest = max((length for _piece, length in pieces), default=0)
    for share in range(_NARROWEST, 100, _STEP):
        narrower = width * share / 100
        if longest <= narrower and len(broken := _broken(pieces, narrower)) == len(lines):
            return broken
    return lines


def _broken(pieces: list[tuple[str, float]], width: float) -> list[str]:
    lines, reached = [""], 0.0
    for piece, length in pieces:
        if lines[-1] and reached + length > width:
            lines.append("")
            reached = 0.0
        lines[-1] += piece if lines[-1] else piece.lstrip(" ")
        reached += length
        while reached > width:  # a word longer than a line
            kept = max(1, int(len(lines[-1]) * width / reached * _EVEN))
            reached *= 1 - kept / len(lines[-1])
            lines[-1:] = [lines[-1][:kept], lines[-1][kept:]]
    return lines
