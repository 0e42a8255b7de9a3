"""Sounds of a book, marked for what they are."""

from storyforge_site.lib import id3, marking
from storyforge_site.lib.mp3 import Sound


def marked(sound: Sound, *, by_model: bool) -> bytes:
    """An MP3 that says, machine-readably, that a trained model or an algorithm spoke."""
    return id3.tag(mark(by_model=by_model)) + sound.data


def mark(*, by_model: bool) -> bytes:
    """As on the pictures, in a frame of the sound's tag."""
    return id3.own_words("DigitalSourceType", marking.digital_source_type(by_model=by_model))


def is_by_model(data: bytes) -> bool:
    """Whether a sound that is stored says that a trained model spoke."""
    return mark(by_model=True) in data
