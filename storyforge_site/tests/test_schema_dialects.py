"""Every schema we ask by is one that every vendor takes, and loses nothing that it must say."""

from typing import Any

import pytest

from books.prompts import page, retelling, sequel, sheet, story
from books.spec import BookSpec
from characters import prompts
from storyforge_site.providers.contracts import JsonRequest
from storyforge_site.providers.llm.dialects import ANTHROPIC, GEMINI, OPENAI, in_dialect, is_closed
from storyforge_site.providers.offline.storyteller.model import OfflineStoryModel
from storyforge_site.tests.players.schemas import open_objects, parts_of, untyped

SPEC = BookSpec("A shy dragon", "5-7", "watercolor", "en", 4)
STORY = OfflineStoryModel().complete_json(story.build(SPEC, seed=1)).data
SEQUEL = {
    "sourceBlueprint": {},
    "chapterCount": 3,
    "endingExcerpt": "",
    "bannedDescriptorTokens": [],
    "bannedPhrases": [],
}
ASKED = [
    story.build(SPEC, seed=1),
    sheet.build(STORY["cast"], SPEC, seed=1),
    page.build(SPEC, STORY, STORY["pages"][0], "more stars", told_by="offline", seed=1),
    retelling.build(SPEC, STORY, told_by="offline", seed=1),
    prompts.from_text("a small fox", "en"),
    prompts.from_photo(b"jpeg", name="Mia", style="3d", language="en"),
]
DIALECTS = {"openai": OPENAI, "anthropic": ANTHROPIC, "gemini": GEMINI}


@pytest.mark.parametrize("vendor", DIALECTS)
@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: str(asked.task))
def test_each_schema_is_taken_whole_or_said_in_words(asked: JsonRequest, vendor: str) -> None:
    sent = in_dialect(asked.schema, DIALECTS[vendor])

    assert is_closed(asked.schema)
    assert open_objects(sent) + untyped(sent) == []
    for ours, theirs in zip(parts_of(dict(asked.schema)), parts_of(sent), strict=True):
        assert set(theirs) <= DIALECTS[vendor]
        left_out = set(ours) - set(theirs)
        assert all(f"{keyword}: {ours[keyword]}" in theirs["description"] for keyword in left_out)


def test_the_blueprint_of_a_sequel_has_the_shape_of_its_source_and_so_none_we_know() -> None:
    assert not is_closed(sequel.build(SEQUEL, language="en", seed=1).schema)


@pytest.mark.parametrize(
    "leak",
    [
        {"type": "object"},
        {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
        {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False},
    ],
)
def test_an_open_object_is_found_wherever_it_is(leak: dict[str, Any]) -> None:
    whole = {"additionalProperties": False, "required": ["a"], "type": "object"}

    assert not is_closed(leak)
    assert not is_closed({**whole, "properties": {"a": {"type": "array", "items": leak}}})
    assert not is_closed({**whole, "properties": {"a": {"anyOf": [{"type": "null"}, leak]}}})


def test_what_is_described_already_keeps_its_words() -> None:
    described = {"type": "string", "description": "A name.", "maxLength": 9}

    assert in_dialect(described, ANTHROPIC) == {"type": "string", "description": "A name. (maxLength: 9)"}
