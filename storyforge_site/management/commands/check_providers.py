"""`manage.py check_providers`: ask every configured provider something small, and say how it went."""

import io
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from PIL import Image

from storyforge_site.lib.errors import StoryforgeError
from storyforge_site.providers import prices, registry
from storyforge_site.providers.contracts import ImageRequest, JsonRequest, SpeechRequest, Task, Usage
from storyforge_site.providers.scene import Scene, Setting

_NOTE = 160  # letters of what a vendor said
_SCHEMA = {
    "type": "object",
    "properties": {"answer": {"type": "string", "enum": ["yes"]}},
    "required": ["answer"],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Found:
    kind: str
    name: str
    model: str
    works: bool | None  # None: not asked
    note: str = ""
    seconds: float = 0.0
    microdollars: int = 0

    def row(self) -> list[str]:
        said = {True: "works", False: "fails", None: "not asked"}[self.works]
        seconds = "" if self.works is None else f"{self.seconds:.1f} s"
        price = f"${self.microdollars / 1_000_000:.6f}" if self.works else ""
        return [self.kind, self.name, self.model or "-", said, seconds, price, self.note]


class Command(BaseCommand):
    help = "Ask each configured vendor something small, and print who works. Ends with an error when one fails."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pictures", action="store_true", help="have a picture painted too, which costs its price")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(_findings(with_pictures=options["pictures"]))
        for line in _table([one.row() for one in found]):
            self.stdout.write(line)
        failing = [f"{one.kind} by {one.name}" for one in found if one.works is False]
        if failing:
            raise CommandError(f"Not working: {', '.join(failing)}.")


def _findings(*, with_pictures: bool) -> Iterator[Found]:
    for kind, name, load in registry.each_configured():
        if kind == "picture" and not with_pictures:
            yield Found(kind, name, prices.model_named(kind, name), None, "--pictures asks it, at its price")
        else:
            yield _asked(kind, name, load)


def _asked(kind: str, name: str, load: Callable[[], Any]) -> Found:
    started = time.monotonic()
    try:
        usage = _QUESTIONS[kind](load())
    except StoryforgeError as error:
        note = f"{error.code}: {error.note[:_NOTE]}"
        return Found(kind, name, prices.model_named(kind, name), False, note, time.monotonic() - started)
    return Found(kind, name, usage.model, True, "", time.monotonic() - started, prices.cost(usage))


def _text(model: Any) -> Usage:
    """By a schema, as books ask; the offline storyteller draws up sheets of nobody."""
    request = JsonRequest(Task.CHARACTER_SHEET, "You answer in JSON.", "Answer yes.", _SCHEMA, {"cast": []}, seed=1)
    usage: Usage = model.complete_json(request).usage
    return usage


def _picture(model: Any) -> Usage:
    wish = ImageRequest("A red ball on a green meadow.", "text", "watercolor", 1, Scene(Setting.MEADOW), ())
    usage: Usage = model.generate(wish).usage
    return usage


def _speech(model: Any) -> Usage:
    usage: Usage = model.synthesize(SpeechRequest("Hello.", "en")).usage
    return usage


def _moderation(model: Any) -> Usage:
    usage: Usage = model.check_text("A fox finds a kite.", language="en", target_age="5-7").usage
    return usage


def _picture_moderation(model: Any) -> Usage:
    out = io.BytesIO()
    Image.new("RGB", (256, 256), "#88aacc").save(out, "JPEG")
    usage: Usage = model.check_image(out.getvalue(), target_age="5-7", drawn_from_closed_vocabulary=False).usage
    return usage


_QUESTIONS: dict[str, Callable[[Any], Usage]] = {
    "text": _text,
    "picture": _picture,
    "speech": _speech,
    "moderation": _moderation,
    "picture moderation": _picture_moderation,
}


def _table(rows: list[list[str]]) -> Iterator[str]:
    lines = [["kind", "provider", "model", "", "took", "price", ""], *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for line in lines:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
