"""Sounds of a book, marked for what they are, and all of them as one."""

from collections.abc import Sequence

from storyforge_site.lib import mp3
from storyforge_site.lib.mp3 import Sound

PAUSE_MS = 900

# As on the pictures: what EU AI Act Art. 50 asks for, in the words of IPTC.
_SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype"


def marked(sound: Sound, *, by_model: bool, title: str = "") -> bytes:
    """An MP3 that says, machine-readably, that a trained model or an algorithm spoke; ID3 version 2.4."""
    kind = "trainedAlgorithmicMedia" if by_model else "algorithmicMedia"
    frames = _frame(b"TXXX", f"DigitalSourceType\0{_SOURCE_TYPES}/{kind}")
    if title:
        frames += _frame(b"TIT2", title)
    return b"ID3\x04\x00\x00" + _size(len(frames)) + frames + sound.data


def whole_book(sounds: Sequence[Sound]) -> Sound:
    """One after the other, with time to turn the page. Raises TTS_FAILED when they are not of one format."""
    pause = mp3.silence(sounds[0].format, PAUSE_MS)
    return mp3.joined([part for sound in sounds for part in (sound, pause)])


def _frame(name: bytes, text: str) -> bytes:
    body = b"\x03" + text.encode("utf-8", "ignore")  # 3: the text is UTF-8
    return name + _size(len(body)) + b"\0\0" + body


def _size(length: int) -> bytes:
    """In four times seven bits, as the format has it."""
    return bytes(length >> shift & 0x7F for shift in (21, 14, 7, 0))
