"""Books told for the tests, and the words to look at them with."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from storyforge_site.providers.offline.storyteller.engine import book
from storyforge_site.providers.offline.storyteller.engine.ages import REGISTER_OF_AGE
from storyforge_site.providers.offline.storyteller.engine.brief import StoryBrief

LANGUAGES = ("en", "ko", "ja")
AGES = tuple(REGISTER_OF_AGE)
TOPICS: Mapping[str, Sequence[str]] = {
    "en": (
        "A shy dragon learns to swim",
        "The fox who collected umbrellas",
        "Mina and the lost balloon",
        "My grandmother's magic soup",
        "a robot that is afraid of the dark",
        "The day it snowed buttons",
        "pirates",
        "A little cloud who wanted to be a sheep",
    ),
    "ko": (
        "수줍은 용이 수영을 배워요",
        "우산을 모으는 여우",
        "미나와 잃어버린 풍선",
        "할머니의 마법 수프",
        "어둠이 무서운 로봇",
        "단추 눈이 내린 날",
        "해적",
        "양이 되고 싶은 작은 구름",
    ),
    "ja": (
        "はずかしがりやの りゅうが およぎを ならう",
        "かさを あつめる きつね",
        "ミナと なくした ふうせん",
        "おばあちゃんの まほうの スープ",
        "くらやみが こわい ロボット",
        "ボタンの ゆきが ふった ひ",
        "かいぞく",
        "ひつじに なりたい ちいさな くも",
    ),
}


def brief(language: str, topic: str = "", *, age: str = "5-7", pages: int = 8, **wish: Any) -> StoryBrief:
    plain = {"language": language, "target_age": age, "page_count": pages, "topic": topic, "style": "watercolor"}
    return StoryBrief.from_dict({**plain, **wish})


def tell(language: str, topic: str = "", *, seed: int = 1, **wish: Any) -> dict[str, Any]:
    return book.write(brief(language, topic, **wish), seed)


@cache
def shelf(language: str) -> tuple[tuple[str, int, dict[str, Any]], ...]:
    """(age, page count, book): every age and page count from 4 to 12, with the topics taken in turn."""
    told = []
    for number, (age, pages) in enumerate((age, pages) for age in AGES for pages in range(4, 13)):
        topic = TOPICS[language][number % len(TOPICS[language])]
        told.append((age, pages, tell(language, topic, age=age, pages=pages, seed=number)))
    return tuple(told)


def pictures(story: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [story["cover"], *story["pages"]]


def text_of(story: Mapping[str, Any]) -> str:
    return "\n".join(page["text"] for page in story["pages"])


def everything_said(story: Mapping[str, Any]) -> Iterator[str]:
    """All that a reader, a listener or a painter meets."""
    yield story["title"]
    yield story["summary"]
    yield from (person["kind"] for person in story["cast"])
    yield from (person["name"] for person in story["cast"])
    yield from (page["text"] for page in story["pages"])
    for picture in pictures(story):
        yield picture["alt_text"]
        yield picture["scene"]["description"]
        yield picture["scene"]["setting"]
        yield from (prop["name"] for prop in picture["scene"]["props"])


def grams(story: Mapping[str, Any], language: str) -> set[tuple[str, ...]]:
    """Runs of five words (ten letters in Japanese, which writes without spaces), names masked."""
    text = text_of(story).casefold()
    for person in sorted(story["cast"], key=lambda person: -len(person["name"])):
        text = text.replace(person["name"].casefold(), "•")
    tokens, run = (list(re.sub(r"\s", "", text)), 10) if language == "ja" else (re.findall(r"[\w•']+", text), 5)
    return {tuple(tokens[at : at + run]) for at in range(len(tokens) - run + 1)}


def overlap(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    """The part of the shorter text that the other says too."""
    return len(one & other) / max(1, min(len(one), len(other)))
