"""A process of its own that speaks: text in on stdin, samples and the moments of words out on stdout.

espeak-ng is GPL, so it is loaded here and nowhere else, and this file imports nothing of ours. It is called as
`python -I speaker.py FOLDER VOICE WORDS_A_MINUTE MOST_SECONDS`; FOLDER is where the library is looked for first.
The answer is one line of JSON, `{"rate", "events": [[character, milliseconds], …]}`, then 16-bit mono samples.
"""

import contextlib
import ctypes
import json
import os
import sys
from collections.abc import Iterator

NO_ENGINE, NO_VOICE, TOO_LONG = 10, 11, 12  # exit codes

_NAMES = ("libespeak-ng.so.1", "libespeak-ng.so", "libespeak-ng.dylib", "libespeak-ng.dll")
_SYNCHRONOUS, _DONT_EXIT = 2, 0x8000
_RATE, _POSITION_CHARACTER, _UTF8, _END_PAUSE = 1, 1, 1, 0x1000
_LAST_EVENT, _WORD = 0, 1


class _Id(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),  # in characters, from one
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),  # in milliseconds
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    ]


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


def speak(engine: ctypes.CDLL, text: bytes, voice: str, words_a_minute: int, most_seconds: int) -> None:
    rate = engine.espeak_Initialize(_SYNCHRONOUS, 0, None, _DONT_EXIT)
    if rate <= 0 or engine.espeak_SetVoiceByName(voice.encode()) != 0:
        sys.exit(NO_VOICE)
    samples = bytearray()
    events: list[tuple[int, int]] = []

    def take(wave: "ctypes._Pointer[ctypes.c_short]", count: int, told: "ctypes._Pointer[_Event]") -> int:
        events.extend(_words(told))
        if wave and count > 0:
            samples.extend(ctypes.string_at(wave, count * 2))
        return int(len(samples) > most_seconds * rate * 2)

    callback = _Callback(take)
    engine.espeak_SetSynthCallback(callback)
    engine.espeak_SetParameter(_RATE, words_a_minute, 0)
    whole = ctypes.create_string_buffer(text)
    engine.espeak_Synth(whole, len(text) + 1, 0, _POSITION_CHARACTER, 0, _UTF8 | _END_PAUSE, None, None)
    engine.espeak_Synchronize()
    if len(samples) > most_seconds * rate * 2:
        sys.exit(TOO_LONG)
    sys.stdout.buffer.write(json.dumps({"rate": rate, "events": events}).encode() + b"\n" + samples)


def _words(told: "ctypes._Pointer[_Event]") -> Iterator[tuple[int, int]]:
    index = 0
    while told and told[index].type != _LAST_EVENT:
        if told[index].type == _WORD:
            yield told[index].text_position - 1, told[index].audio_position
        index += 1


def load(folder: str) -> ctypes.CDLL:
    for place in (*(os.path.join(folder, name) for name in _NAMES), *_NAMES):  # noqa: PTH118
        with contextlib.suppress(OSError):
            return ctypes.CDLL(place)
    sys.exit(NO_ENGINE)


if __name__ == "__main__":
    _folder, _voice, _speed, _most = sys.argv[1:]
    speak(load(_folder), sys.stdin.buffer.read(), _voice, int(_speed), int(_most))
