"""ID3 version 2.4 as far as we write it, by id3.org: id3v2.4.0-structure, id3v2.4.0-frames, id3v2-chapters-1.0."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

_UTF_8 = b"\x03"
_FRONT_COVER = b"\x03"
_TOP_AND_IN_ORDER = 3
_BY_TIME_ALONE = 0xFFFFFFFF  # where a chapter would say at which byte it begins


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    begin_ms: int
    end_ms: int


def tag(*frames: bytes) -> bytes:
    """What stands in front of a sound."""
    body = b"".join(frames)
    return b"ID3\x04\x00\x00" + _size(len(body)) + body


def words(name: str, value: str) -> bytes:
    """A frame of text, such as TIT2, the title."""
    return _frame(name, _UTF_8 + _text(value))


def own_words(about: str, value: str) -> bytes:
    return _frame("TXXX", _UTF_8 + _text(about) + b"\0" + _text(value))


def front_cover(jpeg: bytes) -> bytes:
    return _frame("APIC", _UTF_8 + b"image/jpeg\0" + _FRONT_COVER + b"\0" + jpeg)


def contents(chapters: Sequence[Chapter]) -> bytes:
    """A table of contents and its chapters, at most 255."""
    names = [b"chapter%d\0" % number for number, _chapter in enumerate(chapters)]
    table = b"contents\0" + bytes((_TOP_AND_IN_ORDER, len(names))) + b"".join(names)
    return _frame("CTOC", table) + b"".join(map(_chapter_frame, names, chapters))


def _chapter_frame(name: bytes, chapter: Chapter) -> bytes:
    moments = struct.pack(">4I", chapter.begin_ms, chapter.end_ms, _BY_TIME_ALONE, _BY_TIME_ALONE)
    return _frame("CHAP", name + moments + words("TIT2", chapter.title))


def _frame(name: str, body: bytes) -> bytes:
    return name.encode() + _size(len(body)) + b"\0\0" + body


def _text(value: str) -> bytes:
    return value.encode("utf-8", "ignore").replace(b"\0", b"")  # which would end it


def _size(length: int) -> bytes:
    """In four times seven bits, as the format has it."""
    return bytes(length >> shift & 0x7F for shift in (21, 14, 7, 0))
