"""MP3 as far as we need it: samples encoded, a stream taken apart into its frames, frames put together again.

A stream from a vendor is hostile: only whole frames of layer III are kept, all of one format, and nothing between
them, so no tag or attachment of the original survives.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import lameenc

from storyforge_site.lib.errors import Code, Kind, StoryforgeError

MAX_BYTES = 40 * 1024 * 1024

_KBPS = 48  # of one voice
_MPEG_1, _LAYER_3 = 3, 1
_BIT_RATES = {  # by whether it is MPEG 1; 0 and 15 say "free" and "bad"
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLE_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_ONE_CHANNEL = 3
_NO_CHECKSUM = 1
_SIDE_INFORMATION = {(True, 1): 17, (True, 2): 32, (False, 1): 9, (False, 2): 17}  # bytes, by MPEG 1 and channels
_HAS_FRAMES_BYTES_TABLE = 7
_KEPT_OF_THIRD, _ROOMY = 0x0D, 0x80  # a frame's third byte: no padding, and a bit rate in which a heading fits
RATES = frozenset(rate for rates in _SAMPLE_RATES.values() for rate in rates)


@dataclass(frozen=True, slots=True)
class Format:
    version: int
    rate: int
    channels: int

    @property
    def samples(self) -> int:
        """In one frame."""
        return 1152 if self.version == _MPEG_1 else 576

    def milliseconds(self, frames: int) -> int:
        return frames * self.samples * 1000 // self.rate


@dataclass(frozen=True, slots=True)
class Sound:
    """Frames of one format."""

    format: Format
    frames: Sequence[bytes]

    @classmethod
    def of(cls, data: bytes) -> "Sound":
        """Raises TTS_FAILED, which another try may mend, for anything but a sane stream."""
        if len(data) > MAX_BYTES:
            raise _refusal(f"{len(data)} bytes")
        found = list(_frames(data))
        formats = {format_ for format_, _frame in found}
        if len(formats) != 1:
            raise _refusal(f"{len(formats)} formats")
        return cls(formats.pop(), [frame for _format, frame in found])

    @property
    def data(self) -> bytes:
        return b"".join(self.frames)

    @property
    def milliseconds(self) -> int:
        return self.format.milliseconds(len(self.frames))


def encode(samples: bytes, *, rate: int, channels: int = 1) -> bytes:
    """16-bit samples as MP3."""
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(_KBPS)
    encoder.set_in_sample_rate(rate)
    encoder.set_out_sample_rate(rate)
    encoder.set_channels(channels)
    encoder.set_quality(5)
    encoder.silence()
    return bytes(encoder.encode(samples)) + bytes(encoder.flush())


def delay_ms(rate: int) -> int:
    """How much later than in the samples a thing is heard: encoder and decoder put so many in front."""
    return 1105 * 1000 // rate


def silence(like: Format, milliseconds: int) -> Sound:
    samples = bytes(2 * like.channels) * (like.rate * milliseconds // 1000)
    return Sound.of(encode(samples, rate=like.rate, channels=like.channels))


def joined(sounds: Sequence[Sound]) -> Sound:
    """One after the other. Raises TTS_FAILED when they are not of one format."""
    formats = {sound.format for sound in sounds}
    if len(formats) != 1:
        raise _refusal(f"{len(formats)} formats to join")
    return Sound(formats.pop(), [frame for sound in sounds for frame in sound.frames])


def heading(sound: Sound) -> bytes:
    """A frame without sound that tells how long `sound` is and where in it what is heard: LAME's Xing header.

    Players else guess both from the first frame's bit rate, which is wrong where a pause has another.
    """
    one, two, three, four = sound.frames[0][:4]
    head = bytes((one, two | _NO_CHECKSUM, three & _KEPT_OF_THIRD | _ROOMY, four))
    format_, length = _read_head(head)
    before = bytes(_SIDE_INFORMATION[format_.version == _MPEG_1, format_.channels])
    places = list(accumulate(map(len, sound.frames), initial=length))
    table = bytes(255 * places[len(sound.frames) * percent // 100] // places[-1] for percent in range(100))
    told = struct.pack(">4sIII", b"Xing", _HAS_FRAMES_BYTES_TABLE, len(sound.frames), places[-1])
    return (head + before + told + table).ljust(length, b"\0")


def _frames(data: bytes) -> Iterator[tuple[Format, bytes]]:
    place = _after_tag(data)
    while place < len(data) and not _is_closing_tag(data, place):
        format_, length = _read_head(data[place : place + 4])
        frame = data[place : place + length]
        if len(frame) < length:
            raise _refusal("it ends within a frame")
        if not _is_about_the_stream(frame):
            yield format_, frame
        place += length


def _after_tag(data: bytes) -> int:
    """Past an ID3v2 tag in front, whose size is written in four times seven bits."""
    if data[:3] != b"ID3" or len(data) < 10:
        return 0
    size = sum(byte << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
    return 10 + size


def _is_closing_tag(data: bytes, place: int) -> bool:
    return data.startswith(b"TAG", place) and len(data) - place == 128


def _is_about_the_stream(frame: bytes) -> bool:
    """What some encoders put first: how long the stream is, in a frame without sound."""
    return b"Xing" in frame[:48] or b"Info" in frame[:48]


def _read_head(head: bytes) -> tuple[Format, int]:
    (bits,) = struct.unpack(">I", head.ljust(4, b"\0"))
    version, layer = bits >> 19 & 3, bits >> 17 & 3
    bit_rate, rate, padding = bits >> 12 & 15, bits >> 10 & 3, bits >> 9 & 1
    is_sane = bits >> 21 == 0x7FF and version in _SAMPLE_RATES and layer == _LAYER_3
    if not is_sane or bit_rate in (0, 15) or rate == 3:
        raise _refusal(f"no frame begins with {head.hex()}")
    format_ = Format(version, _SAMPLE_RATES[version][rate], 1 if bits >> 6 & 3 == _ONE_CHANNEL else 2)
    kbps = _BIT_RATES[version == _MPEG_1][bit_rate]
    return format_, format_.samples // 8 * kbps * 1000 // format_.rate + padding


def _refusal(note: str) -> StoryforgeError:
    return StoryforgeError(Code.TTS_FAILED, f"not a sound we accept: {note}", kind=Kind.RETRYABLE)
