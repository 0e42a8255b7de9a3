"""The offline voice: real speech in three languages, each word at its moment, and texts that wish it ill."""

import shutil
from typing import Any

import pytest

from storyforge_site.lib import deadlines
from storyforge_site.lib.deadlines import OutOfTime
from storyforge_site.lib.errors import StoryforgeError
from storyforge_site.lib.mp3 import Sound
from storyforge_site.providers import registry
from storyforge_site.providers.contracts import SpeechRequest, SpeechResult, WordTiming
from storyforge_site.providers.speech.words import timed

LINES = {
    "en": 'The dragon put one claw into the water. "Oh!" said Olu, and then he put in another one.',
    "ko": "작은 용은 연못에 발톱 하나를 담갔어요. “앗!” 하고 올루가 말했어요. 그리고 하나 더 담갔지요.",
    "ja": "ちいさな りゅうは、みずに つめを いれました。「わあ！」と オルが いいました。",
}


@pytest.fixture(autouse=True)
def engine() -> None:
    assert shutil.which("espeak-ng"), "the voice is espeak-ng; install it (Debian: apt install espeak-ng)"


def spoken(text: str, language: str = "en") -> SpeechResult:
    return registry.speech_model().synthesize(SpeechRequest(text, language))


def require_in_order(said: SpeechResult, text: str) -> None:
    """The words are the text's, one after the other, inside the sound."""
    moments = [moment for word in said.words for moment in (word.start_ms, word.end_ms)]
    assert moments == sorted(moments)
    assert 0 <= moments[0] <= moments[-1] <= Sound.of(said.data).milliseconds
    assert "".join(word.text for word in said.words) == "".join(text.split())


@pytest.mark.parametrize("language", LINES)
def test_it_reads_each_language_at_the_pace_of_a_bedtime(language: str) -> None:
    text = LINES[language]

    said = spoken(text, language)

    require_in_order(said, text)
    letters_a_second = len(text) / (Sound.of(said.data).milliseconds / 1000)
    assert (3 if language != "en" else 8) <= letters_a_second <= (10 if language != "en" else 18)
    assert said.usage.provider == "offline"


@pytest.mark.parametrize(
    ("language", "beginning", "rest"),
    [
        ("en", "It has 777777", "legs and eyes"),
        ("ko", "다리가 777777", "개나 있어요"),
        ("ja", "あしが 777777", "ほん あります"),
    ],
)
def test_words_are_where_they_are_heard(language: str, beginning: str, rest: str) -> None:
    """A number is short to write and long to say: going by letters, `rest` would be placed a second too early."""
    alone, whole = spoken(beginning, language), spoken(f"{beginning} {rest}", language)
    pause_at_the_end = 530

    onset = whole.words[len(alone.words)].start_ms

    assert onset == pytest.approx(Sound.of(alone.data).milliseconds - pause_at_the_end, abs=150)


def test_it_says_the_same_again() -> None:
    assert spoken(LINES["en"]) == spoken(LINES["en"])


def test_each_language_sounds_like_itself() -> None:
    assert spoken("Olu 12", "en").data != spoken("Olu 12", "ko").data != spoken("Olu 12", "ja").data


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "小さな竜は、池で泳ぎました。"),
        ("ja", "미나は およぎました。"),
        ("en", "もも swam."),
        ("ko", "竜은 헤엄쳤어요."),
        ("fr", "Le dragon nage."),
        ("en", "word " * 1000),
    ],
)
def test_what_it_cannot_read_is_refused_rather_than_spelled_out(language: str, text: str) -> None:
    with pytest.raises(StoryforgeError) as refused:
        spoken(text, language)

    assert refused.value.code == "TTS_FAILED"


@pytest.mark.parametrize(
    "text",
    [
        "\x01100s fast \x0150p high \x07",
        "a\u202eb\u200bc \ufeff d",
        "<speak><break time='60s'/><audio src='http://169.254.169.254/'/>hi</speak>",
        "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;",
        "[[h@l'oU]] [[",
        "; $(touch /tmp/x) `id` | cat && -w out.wav --path=/tmp",
        "-v ja",
        "a" * 2000,
        "9" * 400,
        "🐉" * 300,
        "!!! … ---",
        "\x01",
        "é" * 900,
        "%s%n%p" * 50,
    ],
)
def test_hostile_texts_are_read_like_any_other(text: str) -> None:
    require_in_order(spoken(text), text)


def test_markup_makes_no_silence_and_no_command_changes_the_speed() -> None:
    plain, dressed = (
        Sound.of(spoken(text).data).milliseconds for text in ("The dragon swims. 100s", "The dragon swims. \x01100s")
    )

    assert plain == pytest.approx(dressed, abs=150)
    assert Sound.of(spoken("<break time='60s'/> hi").data).milliseconds < 10_000


def test_without_the_engine_there_is_no_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(StoryforgeError) as missing:
        spoken("hello")

    assert missing.value.code == "PROVIDER_UNAVAILABLE"


def test_it_does_not_speak_longer_than_it_may(settings: Any) -> None:
    settings.TTS_TIMEOUT = 0

    with pytest.raises(StoryforgeError) as late:
        spoken("hello " * 300)

    assert late.value.code == "TTS_FAILED"


def test_nothing_is_said_when_there_is_no_time_left() -> None:
    with deadlines.within(0), pytest.raises(OutOfTime):
        spoken("hello")


# --- when each word is heard --------------------------------------------------------------------
def test_words_nobody_told_of_stand_where_their_letters_are() -> None:
    words = timed("one two three", [(0, 0), (8, 600)], length_ms=1000)

    assert words == [WordTiming("one", 0, 300), WordTiming("two", 300, 600), WordTiming("three", 600, 1000)]


def test_an_engine_that_looks_back_is_not_followed() -> None:
    words = timed("one two three", [(0, 0), (8, 600), (4, 900), (4, 100)], length_ms=1000)

    assert [word.start_ms for word in words] == [0, 300, 600]


def test_nothing_is_heard_after_the_end() -> None:
    words = timed("one two", [(0, 0), (4, 5000), (99, 20)], length_ms=1000, later_ms=50)

    assert words == [WordTiming("one", 50, 1000), WordTiming("two", 1000, 1000)]


def test_a_text_without_words_has_none() -> None:
    assert timed(" \n ", [], length_ms=100) == []
