"""Taking an MP3 apart and putting it together, also one that is none."""

import math
import struct

import pytest

from storyforge_site.lib import mp3
from storyforge_site.lib.errors import StoryforgeError
from storyforge_site.lib.mp3 import Sound


def a_tone(*, seconds: float = 1.0, rate: int = 22_050, channels: int = 1) -> bytes:
    values = [int(9000 * math.sin(index / 9)) for index in range(int(seconds * rate)) for _channel in range(channels)]
    return mp3.encode(struct.pack(f"<{len(values)}h", *values), rate=rate, channels=channels)


@pytest.mark.parametrize(("rate", "channels"), [(22_050, 1), (24_000, 1), (44_100, 2), (16_000, 1), (8_000, 1)])
def test_what_was_encoded_is_as_long_as_it_was(rate: int, channels: int) -> None:
    sound = Sound.of(a_tone(seconds=2, rate=rate, channels=channels))

    assert (sound.format.rate, sound.format.channels) == (rate, channels)
    assert 2000 <= sound.milliseconds <= 2000 + 4 * sound.format.samples * 1000 // rate


def test_sounds_are_joined_and_their_lengths_add_up() -> None:
    one, pause = Sound.of(a_tone(seconds=1)), mp3.silence(Sound.of(a_tone()).format, 500)

    whole = mp3.joined([one, pause, one])

    assert len(whole.frames) == 2 * len(one.frames) + len(pause.frames)
    assert Sound.of(whole.data) == whole


@pytest.mark.parametrize(("rate", "channels"), [(44_100, 2), (22_050, 1), (11_025, 1)])
def test_a_heading_tells_how_long_a_sound_is_and_where_its_middle_is(rate: int, channels: int) -> None:
    loud = Sound.of(a_tone(rate=rate, channels=channels))
    sound = mp3.joined([loud, mp3.silence(loud.format, 1151)])

    heading = mp3.heading(sound)

    told = heading[heading.index(b"Xing") + 4 :]
    flags, frames, size = struct.unpack(">3I", told[:12])
    assert (flags, frames, size) == (7, len(sound.frames), len(heading + sound.data))
    middle = len(heading) + sum(map(len, sound.frames[: len(sound.frames) // 2]))
    assert told[12 + 50] == pytest.approx(255 * middle / size, abs=1)
    assert list(told[12:112]) == sorted(told[12:112])
    assert Sound.of(heading + sound.data) == sound  # no sound itself


def test_sounds_of_different_formats_are_not_joined() -> None:
    with pytest.raises(StoryforgeError):
        mp3.joined([Sound.of(a_tone(rate=22_050)), Sound.of(a_tone(rate=24_000))])


def test_nothing_but_frames_is_kept() -> None:
    plain = a_tone()
    tag = b"ID3\x03\x00\x00\x00\x00\x00\x14" + b"<script>alert()</sc>"

    assert Sound.of(tag + plain + b"TAG".ljust(128, b"x")).data == plain


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>sorry</html>",
        b"RIFF\x00\x00\x00\x00WAVEfmt ",
        b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f",
        b"ID3",
        b"\xff\xfb",
        b"\xff" * 5000,
        a_tone()[:-20],
        a_tone() + b"\x00" * 40,
        a_tone() + a_tone(rate=24_000),
        bytes(mp3.MAX_BYTES + 1),
    ],
    ids=["empty", "html", "wave", "tag only", "torn tag", "torn head", "ones", "cut", "padded", "mixed", "huge"],
)
def test_what_is_no_sound_is_refused(data: bytes) -> None:
    with pytest.raises(StoryforgeError) as refused:
        Sound.of(data)

    assert refused.value.code == "TTS_FAILED"
