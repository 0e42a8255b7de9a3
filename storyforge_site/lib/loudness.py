"""How loud an MP3 is, a few milliseconds after the other, read off the frames: nothing is decoded.

Each granule states a gain for all of its spectrum, in steps of 1.5 dB, and how many bits that spectrum takes. Both are
far down where nobody speaks. That is too coarse to hear by and good enough to find where speech begins and pauses.
"""

from collections.abc import Sequence

from storyforge_site.lib.mp3 import Format, Sound

SILENT = 0.0

_DECIBELS_A_STEP = 1.5
_SAMPLES_A_GRANULE = 576
_HEAD_BYTES, _CHECK_BYTES = 4, 2
_MPEG_1 = 3


def envelope(sound: Sound) -> list[float]:
    """Decibels above an arbitrary floor, one value a granule; SILENT where a granule has no spectrum at all."""
    return [level for frame in sound.frames for level in _levels(frame, sound.format)]


def granule_ms(format_: Format) -> float:
    return _SAMPLES_A_GRANULE * 1000 / format_.rate


def _levels(frame: bytes, format_: Format) -> Sequence[float]:
    """ISO 11172-3 2.4.1.7 and, for the lower rates, 13818-3 2.4.1.7."""
    is_mpeg_1, channels = format_.version == _MPEG_1, format_.channels
    start = _HEAD_BYTES + (0 if frame[1] & 1 else _CHECK_BYTES)
    side = frame[start : start + 32]
    whole, bits = int.from_bytes(side), len(side) * 8

    def field(place: int, width: int) -> int:
        return whole >> max(0, bits - place - width) & ((1 << width) - 1)

    before, each, granules = (18 if channels == 1 else 20, 59, 2) if is_mpeg_1 else (9 if channels == 1 else 10, 63, 1)
    levels = []
    for granule in range(granules):
        places = [before + (granule * channels + channel) * each for channel in range(channels)]
        levels.append(max(_level(field(place, 12), field(place + 21, 8)) for place in places))
    return levels


def _level(bits_of_spectrum: int, gain: int) -> float:
    return gain * _DECIBELS_A_STEP if bits_of_spectrum else SILENT
