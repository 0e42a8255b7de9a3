"""A vendor that plays OpenAI for a whole book: story, sheets, pictures, moderation."""

import base64
import io
import json
import random
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from PIL import Image

from storyforge_site.tests.vendor import Answer, Asked, Script, Vendor, vendor

HERO = {"id": "hero", "name": "Momo", "kind": "dragon", "gender": "neutral", "appearance": "green", "personality": []}


def a_scene(**fields: Any) -> dict[str, Any]:
    figure = {"who": "hero", "pose": "swim", "expression": "joyful", "place": "left", "holding": ""}
    scene = {"setting": "lake", "time_of_day": "day", "weather": "clear", "framing": "wide", "figures": [figure]}
    return scene | {"props": [{"name": "lotus", "place": "ground"}], "description": "A dragon swims."} | fields


def a_story(pages: int, **fields: Any) -> dict[str, Any]:
    numbered = [
        {"page_number": n, "text": f"Momo swam on page {n}.", "scene": a_scene(), "alt_text": f"Momo swims, {n}."}
        for n in range(1, pages + 1)
    ]
    story = {"title": "Momo Swims", "summary": "Momo learns to swim.", "cast": [HERO], "pages": numbered}
    return story | {"cover": {"scene": a_scene(), "alt_text": "Momo on the cover."}} | fields


def a_sheet() -> dict[str, Any]:
    colours = dict.fromkeys(
        (
            "main_colour",
            "second_colour",
            "hair_colour",
            "eye_colour",
            "garment_colour",
            "lower_colour",
            "accessory_colour",
        ),
        "#33aa55",
    )
    looks = {"hair_style": "bald", "garment": "none", "accessory": "scarf", "age_visual": "child"}
    who = {name: HERO[name] for name in ("id", "name", "kind", "gender")}
    return {**who, **looks, **colours, "description": "A small green dragon with a scarf."}


def chat(data: Any) -> Answer:
    choice = {"message": {"content": json.dumps(data)}, "finish_reason": "stop"}
    return Answer({"id": "chat", "model": "small", "choices": [choice], "usage": {}})


def picture(side: int = 640, colours: Sequence[str] = ("#88aacc", "#99bb77", "#cc8899")) -> Answer:
    """No two alike, as from a painter."""
    out = io.BytesIO()
    Image.new("RGB", (side, side), random.choice(colours)).save(out, "PNG")
    return Answer({"data": [{"b64_json": base64.b64encode(out.getvalue()).decode()}]})


def verdict(*, flagged: bool = False) -> Answer:
    return Answer({"id": "m", "results": [{"flagged": flagged, "category_scores": {"violence": 0.9 * flagged}}]})


def answering(path: str, answer: Answer) -> Script:
    """All goes well but for what is asked there."""
    return lambda asked, before: answer if asked.path == path else play(asked, before)


def play(asked: Asked, before: int) -> Answer:
    """Everything goes well."""
    if asked.path.endswith("/moderations"):
        return verdict()
    if asked.path.endswith("/images/generations"):
        return picture()
    said = asked.body["messages"][1]["content"]
    if "<cast>" in said:
        return chat({"sheets": [a_sheet()]})
    pages = re.search(r"exactly (\d+) pages", said)
    return chat(a_story(int(pages[1]) if pages else 8))


@contextmanager
def opened(settings: Any, script: Script = play, **others: Any) -> Iterator[Vendor]:
    """Story, pictures and moderation come from here. One painter at a time, so that the order of calls is certain."""
    settings.LLM_PROVIDER = settings.IMAGE_PROVIDER = ["openai"]
    settings.MODERATION_PROVIDER, settings.IMAGE_MAX_CONCURRENT = ["openai"], 1
    for name, value in others.items():
        setattr(settings, name, value)
    with vendor(script) as openai:
        settings.LLM_BASE_URL = settings.IMAGE_BASE_URL = settings.MODERATION_BASE_URL = openai.url
        yield openai
