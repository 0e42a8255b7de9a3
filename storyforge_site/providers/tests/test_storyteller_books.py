"""Every book: the pages ordered, within what the age bears, whole, and the same again for the same seed."""

import re

import pytest

from storyforge_site.providers.offline.storyteller.engine import book
from storyforge_site.providers.offline.storyteller.engine.ages import REGISTER_OF_AGE, page_limits
from storyforge_site.providers.offline.storyteller.languages import grammar_for
from storyforge_site.providers.scene import Scene
from storyforge_site.providers.tests.storyteller_shelf import (
    AGES,
    LANGUAGES,
    TOPICS,
    brief,
    pictures,
    shelf,
    tell,
    text_of,
)

pytestmark = [pytest.mark.parametrize("language", LANGUAGES)]


def test_the_same_seed_gives_the_same_book(language: str) -> None:
    topic = TOPICS[language][0]

    assert tell(language, topic, seed=7) == tell(language, topic, seed=7)
    assert tell(language, topic, seed=7) != tell(language, topic, seed=8)


def test_a_book_has_the_pages_that_were_ordered(language: str) -> None:
    for _, pages, story in shelf(language):
        assert [page["page_number"] for page in story["pages"]] == list(range(1, pages + 1))


def test_every_page_is_within_what_the_age_bears(language: str) -> None:
    grammar = grammar_for(language)
    for age, _, story in shelf(language):
        limits = page_limits(REGISTER_OF_AGE[age], language)
        for page in story["pages"]:
            assert page["text"]
            assert limits.hold(len(grammar.sentences(page["text"])), grammar.length(page["text"])), page["text"]


@pytest.mark.parametrize("age", AGES)
def test_a_long_name_and_every_wish_at_once_still_fit(language: str, age: str) -> None:
    grammar, limits = grammar_for(language), page_limits(REGISTER_OF_AGE[age], language)
    heroes = [{"name": {"en": "Bartholomew", "ko": "바르톨로메", "ja": "バーソロミュー"}[language]}]
    for seed in range(6):
        story = tell(
            language,
            TOPICS[language][seed],
            age=age,
            pages=5 + seed,
            seed=seed,
            heroes=heroes,
            theme="friendship",
            series_context="…",
        )
        for page in story["pages"]:
            assert len(grammar.sentences(page["text"])) <= limits.most, page["text"]
            assert grammar.length(page["text"]) <= limits.length * 1.15, page["text"]


def test_who_is_on_the_cover_is_in_the_pictures(language: str) -> None:
    for *_, story in shelf(language):
        met = {figure["who"] for page in story["pages"] for figure in page["scene"]["figures"]}
        on_the_cover = {figure["who"] for figure in story["cover"]["scene"]["figures"]}
        assert on_the_cover <= met, story["title"]
        assert len(on_the_cover) > 1 or met == {"hero"}


def test_a_friend_who_never_comes_is_not_spoken_of(language: str) -> None:
    never_come = 0
    for topic in TOPICS[language][1:3]:  # something is looked for, often by more and more
        for seed in range(40):
            told = book._compose_best(brief(language, topic, pages=12), seed)
            [friend] = told.manuscript.company.friends
            if friend.id not in {person["id"] for person in told.story["cast"]}:
                never_come += 1
                assert friend.name not in text_of(told.story), told.story["title"]
    assert never_come


def test_no_slot_stays_open_and_nothing_is_doubled(language: str) -> None:
    for _, _, story in shelf(language):
        said = "\n".join([story["title"], story["summary"], text_of(story), *(p["alt_text"] for p in pictures(story))])
        assert not re.search(r"[{}<>]|None|  | [.,!?]|\.\.(?!\.)", said), said
        assert len({page["text"] for page in story["pages"]}) == len(story["pages"])


def test_every_scene_can_be_painted(language: str) -> None:
    for _, _, story in shelf(language):
        cast = {person["id"] for person in story["cast"]}
        for picture in pictures(story):
            scene = Scene.from_dict(picture["scene"])
            assert scene.figures[0].who == "hero"
            assert {figure.who for figure in scene.figures} <= cast
            assert scene.description.endswith(".")
            assert picture["alt_text"]


def test_title_and_summary_have_their_length(language: str) -> None:
    for _, _, story in shelf(language):
        assert 0 < len(story["title"]) <= 120
        assert 0 < len(story["summary"]) <= 300
