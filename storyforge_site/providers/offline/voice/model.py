"""The offline voice: espeak-ng in a process of its own, its samples as MP3, each word with its moment.

It reads English, Korean and Japanese in kana. It knows no reading of kanji and spells other scripts out as "Chinese
letter", so a text that holds such is refused rather than read so.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from storyforge_site.lib import deadlines, mp3
from storyforge_site.lib.deadlines import OutOfTime
from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.providers.contracts import SpeechRequest, SpeechResult, Usage
from storyforge_site.providers.offline.voice import speaker
from storyforge_site.providers.speech.words import timed

MAX_LETTERS = 4000

_WORDS_A_MINUTE = 140  # as one reads to a child
_MOST_SECONDS = 15 * 60
_USAGE = Usage(provider="offline", model="espeak-ng")
_KANJI, _KANA, _HANGUL = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々", r"\u3041-\u30fa\uff66-\uff9d", r"\uac00-\ud7a3"
_UNREAD = {
    "en": re.compile(f"[{_KANJI}{_KANA}]"),
    "ko": re.compile(f"[{_KANJI}{_KANA}]"),
    "ja": re.compile(f"[{_KANJI}{_HANGUL}]"),
}
_SEEN_BY_ENGINE = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "ESPEAK_DATA_PATH")  # and none of our secrets
# A control character is a command to the engine; the others have no sound.
_SILENT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


class OfflineSpeechModel:
    name = "offline"

    def synthesize(self, request: SpeechRequest) -> SpeechResult:
        """Raises TTS_FAILED for a text it cannot read, PROVIDER_UNAVAILABLE where espeak-ng is not installed."""
        _require_readable(request)
        spoken = _say(_sounding(request.text), request.language)
        data = mp3.encode(spoken.samples, rate=spoken.rate)
        length = mp3.Sound.of(data).milliseconds
        words = timed(request.text, spoken.told, length_ms=length, later_ms=mp3.delay_ms(spoken.rate))
        return SpeechResult(data, words, _USAGE)


@dataclass(frozen=True, slots=True)
class _Spoken:
    rate: int
    told: list[tuple[int, int]]
    samples: bytes


def _require_readable(request: SpeechRequest) -> None:
    unread = _UNREAD.get(request.language)
    if unread is None:
        raise StoryforgeError(Code.TTS_FAILED, f"no voice for {request.language!r}")
    if len(request.text) > MAX_LETTERS:
        raise StoryforgeError(Code.TTS_FAILED, f"{len(request.text)} letters at once")
    if unread.search(request.text):
        raise StoryforgeError(Code.TTS_FAILED, f"the {request.language} voice cannot read all of these letters")


def _sounding(text: str) -> str:
    """As many characters as before, so that places in it are places in the text."""
    return "".join(" " if unicodedata.category(letter) in _SILENT else letter for letter in text)


def _say(text: str, voice: str) -> _Spoken:
    found = shutil.which("espeak-ng")
    if found is None:
        raise StoryforgeError(Code.PROVIDER_UNAVAILABLE, "espeak-ng is not installed")
    beside = Path(found).resolve().parent.parent / "lib"
    settled = [str(beside), voice, str(_WORDS_A_MINUTE), str(_MOST_SECONDS)]
    left = deadlines.left()
    if not left:
        raise OutOfTime("nothing was said")
    try:
        said = subprocess.run(
            [sys.executable, "-I", "-S", str(Path(speaker.__file__)), *settled],
            input=text.encode("utf-8", "replace"),
            capture_output=True,
            env={name: os.environ[name] for name in _SEEN_BY_ENGINE if name in os.environ},
            timeout=min(left, settings.TTS_TIMEOUT),
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise StoryforgeError(Code.TTS_FAILED, f"espeak-ng: {error!r:.200}", kind=Kind.RETRYABLE) from error
    return _read(said)


def _read(said: "subprocess.CompletedProcess[bytes]") -> _Spoken:
    if said.returncode in (speaker.NO_ENGINE, speaker.NO_VOICE):
        raise StoryforgeError(Code.PROVIDER_UNAVAILABLE, f"espeak-ng does not start: {said.returncode}")
    head, _newline, samples = said.stdout.partition(b"\n")
    if said.returncode or not samples:
        note = f"espeak-ng ended with {said.returncode}: {said.stderr[-200:]!r}"
        raise StoryforgeError(Code.TTS_FAILED, note, kind=Kind.RETRYABLE)
    answer: dict[str, Any] = json.loads(head)
    return _Spoken(answer["rate"], [(place, at) for place, at in answer["events"]], samples)
