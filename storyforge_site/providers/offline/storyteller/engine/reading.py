"""A book as a person reads it: title, pages, and a line about each picture."""

from collections.abc import Mapping
from typing import Any

from storyforge_site.providers.offline.storyteller.engine import book
from storyforge_site.providers.offline.storyteller.engine.brief import StoryBrief


def aloud(language: str, topic: str, age: str, pages: int, seed: int) -> str:
    brief = StoryBrief(language=language, target_age=age, page_count=pages, topic=topic)
    return printed(book.write(brief, seed))


def printed(story: Mapping[str, Any]) -> str:
    told = [story["title"], "=" * len(story["title"]), _picture(story["cover"]), ""]
    for page in story["pages"]:
        told += [f"{page['page_number']}. {page['text']}", _picture(page), ""]
    cast = ", ".join(
        f"{person['id']} {person['name']} ({person['kind']}, {person['gender']})" for person in story["cast"]
    )
    return "\n".join([*told, f"Cast: {cast}", f"Summary: {story['summary']}"])


def _picture(picture: Mapping[str, Any]) -> str:
    scene = picture["scene"]
    figures = ", ".join(
        f"{f['who']} {f['pose']} {f['expression']} {f['place']}" + (f" holding {f['holding']}" if f["holding"] else "")
        for f in scene["figures"]
    )
    return f"   [{scene['framing']}; {figures}] {scene['description']}\n   (alt) {picture['alt_text']}"
