"""A word that a family does not want is found, and only that word."""

import pytest

from books.prompts.forbidden import says


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The wolf howled.", "wolf"),
        ("Two Spiders sat there", "spider"),
        ("the wolf's den", "Wolf"),
        ("물이 차가워요", "물"),
        ("무서운 늑대가 왔어요", "늑대"),
        ("おおかみが きました", "おおかみ"),
        ("Прибежали волки.", "волк"),
        ("הזאב יילל", "זאב"),
        ("جاء الذئب", "ذئب"),
        ("Der Wolf heulte.", "wolf"),
        ("Con sói hú.", "sói"),
        ("大灰狼来了", "狼"),
    ],
)
def test_an_unwanted_word_is_found(text: str, word: str) -> None:
    assert says(text, word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("She wanted a plant.", "ant"),
        ("He was warm.", "war"),
        ("선물과 식물과 눈물", "물"),
        ("catalogue", "cat"),
        ("который час", "кот"),
    ],
)
def test_letters_inside_another_word_are_no_mention(text: str, word: str) -> None:
    assert not says(text, word)
