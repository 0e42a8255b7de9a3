"""The moments of words, estimated, against those the offline voice knows: it says when it speaks each.

The bounds are measured on one synthetic voice; they hold the method, not what each vendor's voice does.
"""

import array
import random
import shutil
import statistics
from functools import cache
from itertools import cycle

import lameenc
import pytest

from storyforge_site.lib import mp3
from storyforge_site.lib.mp3 import Sound
from storyforge_site.providers.offline.voice import model
from storyforge_site.providers.speech.timing import estimated
from storyforge_site.providers.speech.words import timed

# Korean without curly quotes: the engine tells of words within them more than a second late.
LINES = {
    "en": [
        "The little dragon lived beside a wide blue lake.",
        "He wanted to swim, but the water looked cold and deep.",
        "Every morning, he put one claw in and pulled it out again.",
        '"Come in!" called the frog. "It is warm here, by the reeds."',
        "Luna counted to three, took a breath, and jumped.",
        "Splash! Water flew everywhere; even the ducks laughed.",
        "At the top of the hill stood a crooked old lighthouse.",
        "Nobody knew who lit the lamp. Perhaps it was the moon?",
        "She carried a basket of apples, two loaves of bread and a jar of honey.",
        "One, two, three, four, five small foxes ran across the snow.",
        '"I am afraid," whispered Olu. "So am I," said the bear.',
        "Slowly, very slowly, the door opened.",
        "There were 12 steps to the cellar and 3 keys on the ring.",
        "The wind sang, the leaves danced, and the whole forest listened.",
        "Then it was quiet. So quiet that they heard the stars.",
        "Grandmother smiled and gave him her warmest scarf.",
        "Good night, little star. Good night, big wide world.",
        "If you look closely, you may see a tiny boat between the waves.",
        "He tried once. He tried twice. On the third try, he floated!",
        "And that is how a shy dragon learned to swim.",
    ],
    "ko": [
        "작은 용은 넓고 푸른 호수 옆에 살았어요.",
        "헤엄치고 싶었지만, 물이 차갑고 깊어 보였어요.",
        "아침마다 발톱 하나를 담갔다가 얼른 뺐지요.",
        "들어와! 하고 개구리가 말했어요. 여기는 따뜻해.",
        "루나는 셋까지 세고, 숨을 크게 쉬고, 뛰어올랐어요.",
        "첨벙! 물이 사방으로 튀었어요. 오리들도 웃었지요.",
        "언덕 꼭대기에는 비뚤어진 낡은 등대가 서 있었어요.",
        "누가 불을 켰는지 아무도 몰랐어요. 혹시 달님이었을까요?",
        "바구니에는 사과와 빵 두 덩이, 그리고 꿀 한 병이 들어 있었어요.",
        "하나, 둘, 셋, 넷, 다섯 마리 작은 여우가 눈 위를 달렸어요.",
        "무서워. 올루가 속삭였어요. 나도 그래. 곰이 말했어요.",
        "천천히, 아주 천천히 문이 열렸어요.",
        "지하실까지는 계단이 열두 개였어요.",
        "바람이 노래하고, 나뭇잎이 춤추고, 온 숲이 귀를 기울였어요.",
        "그러자 조용해졌어요. 별 소리가 들릴 만큼 조용했지요.",
        "할머니는 웃으며 가장 따뜻한 목도리를 주었어요.",
        "잘 자, 작은 별아. 잘 자, 넓은 세상아.",
        "자세히 보면 파도 사이로 작은 배가 보일 거예요.",
        "한 번 해 보았어요. 두 번 해 보았어요. 세 번째에는 물에 떴어요!",
        "부끄럼쟁이 용은 이렇게 헤엄을 배웠답니다.",
    ],
    "ja": [
        "ちいさな りゅうは、ひろい みずうみの そばに すんでいました。",
        "およぎたいけれど、みずは つめたくて ふかそうです。",
        "あさに なると、つめを ひとつ いれて、すぐに ひっこめました。",
        "「おいでよ！」と かえるが いいました。「ここは あたたかいよ。」",
        "ルナは みっつ かぞえて、いきを すって、とびました。",
        "ざぶん！みずが とびちりました。あひるも わらいました。",
        "おかの うえに、ふるい とうだいが たっていました。",
        "だれが あかりを つけたのでしょう。おつきさまでしょうか？",
        "かごには りんごと パンと、はちみつが はいっていました。",
        "ひとつ、ふたつ、みっつ。きつねが ゆきの うえを はしります。",
        "「こわいよ。」と オルが ささやきました。「ぼくもだよ。」",
        "ゆっくり、とても ゆっくり、とびらが ひらきました。",
        "ちかしつまで、かいだんが たくさん ありました。",
        "かぜが うたい、はっぱが おどり、もりが みみを すませました。",
        "しずかに なりました。ほしの おとが きこえるほどです。",
        "おばあさんは わらって、あたたかい マフラーを くれました。",
        "おやすみ、ちいさな ほし。おやすみ、ひろい せかい。",
        "よく みると、なみの あいだに ちいさな ふねが みえます。",
        "いちど やってみました。にど やってみました。さんどめに うきました！",
        "こうして りゅうは およぎを おぼえたのです。",
    ],
}
PAGES = {
    language: [" ".join(lines[place : place + 4]) for place in range(0, 20, 4)] for language, lines in LINES.items()
}
RATE = 22_050


@pytest.fixture(autouse=True)
def engine() -> None:
    assert shutil.which("espeak-ng"), "the voice is espeak-ng; install it (Debian: apt install espeak-ng)"


@cache
def spoken(text: str, language: str) -> tuple[bytes, list[tuple[int, int]]]:
    said = model._say(text, language)
    assert said.rate == RATE
    return said.samples, said.told


@cache
def hiss(loudness: int) -> list[int]:
    """A second of it."""
    drawn = random.Random(7)
    return [round(drawn.gauss(0, loudness)) for _sample in range(RATE)]


def as_sold(samples: bytes, *, kbps: int, rate: int, noise: int) -> Sound:
    """As a vendor encodes it, with the hiss of a microphone in all of it, pauses too."""
    values = zip(array.array("h", samples), cycle(hiss(noise)))
    heard = array.array("h", (max(-32768, min(32767, value + more)) for value, more in values))
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(kbps)
    encoder.set_in_sample_rate(RATE)
    encoder.set_out_sample_rate(rate)
    encoder.set_channels(1)
    encoder.set_quality(7)  # of the encoding, not of the sound: quicker, and pauses stay pauses
    encoder.silence()
    return Sound.of(bytes(encoder.encode(heard.tobytes())) + bytes(encoder.flush()))


def off_by(texts: list[str], language: str, *, kbps: int, rate: int, noise: int) -> list[int]:
    """By how many milliseconds each word's beginning is estimated wrongly, the least first."""
    errors = []
    for text in texts:
        samples, told = spoken(text, language)
        sound = as_sold(samples, kbps=kbps, rate=rate, noise=noise)
        length = sound.milliseconds
        true = timed(text, told, length_ms=length, later_ms=mp3.delay_ms(rate))
        guessed = timed(text, estimated(text, sound), length_ms=length)
        assert [word.text for word in guessed] == [word.text for word in true]
        errors += [abs(one.start_ms - other.start_ms) for one, other in zip(guessed, true, strict=True)]
    return sorted(errors)


@pytest.mark.parametrize(("kbps", "rate", "noise"), [(48, 22_050, 0), (128, 44_100, 8), (64, 24_000, 30)])
@pytest.mark.parametrize("language", LINES)
def test_words_of_a_sentence_are_about_where_they_are_heard(language: str, kbps: int, rate: int, noise: int) -> None:
    errors = off_by(LINES[language], language, kbps=kbps, rate=rate, noise=noise)

    assert len(errors) > 100
    assert statistics.median(errors) < 80
    assert errors[len(errors) * 9 // 10] < 200
    assert errors[-1] < 500


@pytest.mark.parametrize("language", LINES)
def test_words_of_a_page_do_not_drift_away(language: str) -> None:
    errors = off_by(PAGES[language], language, kbps=128, rate=44_100, noise=8)

    assert statistics.median(errors) < 80
    assert errors[len(errors) * 9 // 10] < 250
    assert errors[-1] < 500


def test_pauses_are_used() -> None:
    """Without them, words after a stop would be early by the whole of it."""
    samples, told = spoken("Stop. Go on", "en")
    at = told[1][1] * RATE // 1000 * 2
    paused = samples[:at] + bytes(RATE * 2 * 2) + samples[at:]

    moments = estimated("Stop. Go on", Sound.of(mp3.encode(paused, rate=RATE)))

    assert moments[1][1] == pytest.approx(told[1][1] + 2000, abs=150)


@pytest.mark.parametrize(
    ("text", "samples"),
    [
        ("", bytes(RATE)),
        (" \n", bytes(RATE)),
        ("one two", bytes(RATE * 2)),
        ("!!! … ---", bytes(RATE)),
        ("one. two. three. " * 60, bytes(RATE // 10 * 2)),
        ("a" * 3000, random.Random(1).randbytes(RATE * 4)),
    ],
    ids=["nothing", "spaces", "silence", "no letters", "too short", "noise"],
)
def test_a_sound_that_does_not_fit_is_no_fault(text: str, samples: bytes) -> None:
    sound = Sound.of(mp3.encode(samples, rate=RATE))

    words = timed(text, estimated(text, sound), length_ms=sound.milliseconds)

    moments = [moment for word in words for moment in (word.start_ms, word.end_ms)]
    assert moments == sorted(moments)
    assert all(0 <= moment <= sound.milliseconds for moment in moments)
    assert "".join(word.text for word in words) == "".join(text.split())


def test_a_sound_of_nothing_but_pauses_is_soon_done_with() -> None:
    """A quarter of an hour of clicks, for a long text: each click with each word would take minutes."""
    loud = Sound.of(mp3.encode(random.Random(1).randbytes(RATE * 2), rate=RATE))
    quiet = mp3.silence(loud.format, 1000)
    click = [[*loud.frames[9:15], *quiet.frames[9 : 15 + at % 9]] for at in range(2500)]
    clicks = Sound(loud.format, [frame for frames in click for frame in frames])
    text = "one two three. " * 250

    moments = estimated(text, clicks)

    assert len(moments) == 750
    assert [at for _place, at in moments] == sorted(at for _place, at in moments)
