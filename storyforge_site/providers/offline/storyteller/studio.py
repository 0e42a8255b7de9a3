"""What the offline engine has for the studio, whose prompts it cannot follow: stories, scenes and chapters about them.

It reads what a prompt is about as it reads a topic, and says so by its name in the usage.
"""

import json
from collections.abc import Mapping
from typing import Any

from storyforge_site.providers.contracts import TextRequest
from storyforge_site.providers.offline.illustrator.sheets import draw_up_sheet
from storyforge_site.providers.offline.storyteller.engine import book
from storyforge_site.providers.offline.storyteller.engine.brief import StoryBrief
from storyforge_site.providers.scene import Scene
from storyforge_site.providers.sheet import CharacterSheet

_AGE, _PAGES, _TOPIC_LENGTH = "7-9", 8, 200
_ANOTHER = 7919


def text(request: TextRequest) -> str:
    """A short story about the prompt; in JSON mode as an object with its title and its paragraphs."""
    story = _story(request.user, request.language, request.seed)
    paragraphs = [page["text"] for page in story["pages"]]
    if request.json_mode:
        return json.dumps({"title": story["title"], "paragraphs": paragraphs}, ensure_ascii=False)
    return "\n\n".join([story["title"], *paragraphs])


def sketch(prompt: str, language: str, seed: int) -> tuple[Scene, list[CharacterSheet]]:
    """A scene about the prompt, and how everybody in it looks."""
    story = _story(prompt, language, seed)
    scene = Scene.from_dict(story["cover"]["scene"])
    seen = {figure.who for figure in scene.figures}
    return scene, [_sheet(person, seed) for person in story["cast"] if person["id"] in seen]


def sequel(brief: Mapping[str, Any], seed: int) -> dict[str, Any]:
    """The blueprint with a title and chapters of its own; everything else in it stays, as it is the same world."""
    source: Mapping[str, Any] = brief["source"]
    topic = str(source.get("title") or source.get("premise") or "")
    stories = [_story(topic, brief["language"], seed + number * _ANOTHER) for number in range(brief["chapter_count"])]
    chapters = [
        {"number": number, "title": story["title"], "summary": story["summary"]}
        for number, story in enumerate(stories, 1)
    ]
    return {**source, "title": stories[0]["title"], "sequelOf": topic, "chapters": chapters}


def _story(topic: str, language: str, seed: int) -> dict[str, Any]:
    subject = " ".join(topic.split())[:_TOPIC_LENGTH]
    return book.write(StoryBrief(language=language, target_age=_AGE, page_count=_PAGES, topic=subject), seed)


def _sheet(person: Mapping[str, Any], seed: int) -> CharacterSheet:
    return draw_up_sheet(person["id"], person["name"], person["kind"], person["gender"], person["appearance"], seed)
