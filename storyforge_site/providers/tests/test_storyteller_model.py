"""The door: stories and character sheets by the contract."""

import json
from typing import Any

from storyforge_site.providers.contracts import JsonRequest, Task
from storyforge_site.providers.offline.storyteller.model import OfflineStoryModel
from storyforge_site.providers.sheet import CharacterSheet


def ask(task: Task, **brief: object) -> dict[str, Any]:
    return OfflineStoryModel().complete_json(JsonRequest(task, "", "", {}, brief, seed=5)).data


def test_a_story_is_plain_json() -> None:
    story = ask(Task.STORY, language="en", target_age="5-7", page_count=6, topic="A shy dragon learns to swim")

    assert json.loads(json.dumps(story)) == story
    assert set(story) == {"title", "cover", "pages", "cast", "summary"}


def test_everybody_in_the_cast_gets_a_sheet() -> None:
    story = ask(Task.STORY, language="en", target_age="5-7", page_count=12, topic="pirates")
    sheets = ask(Task.CHARACTER_SHEET, cast=story["cast"], style="watercolor")["sheets"]

    assert [CharacterSheet.from_dict(sheet).id for sheet in sheets] == [person["id"] for person in story["cast"]]


def test_a_sheet_of_an_earlier_book_is_kept() -> None:
    cast = [{"id": "hero", "name": "Momo", "kind": "dragon", "gender": "female", "appearance": "", "personality": []}]
    drawn = ask(Task.CHARACTER_SHEET, cast=cast, style="watercolor")["sheets"][0]
    old = {**drawn, "main_colour": "#123456"}

    assert ask(Task.CHARACTER_SHEET, cast=cast, style="watercolor", series_sheets=[old])["sheets"] == [old]
