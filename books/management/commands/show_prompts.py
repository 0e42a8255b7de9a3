"""`manage.py show_prompts --topic "A shy dragon learns to swim"`: what models would be told. Nobody is asked."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand

from books.management import wishes
from books.pipeline.steps.normalise import normal
from books.prompts import picture, sheet, story
from books.services import new_seed
from books.spec import BookSpec
from storyforge_site.providers.contracts import JsonRequest
from storyforge_site.providers.offline.storyteller.model import OfflineStoryModel
from storyforge_site.providers.scene import Scene
from storyforge_site.providers.sheet import CharacterSheet


class Command(BaseCommand):
    help = "Print every prompt of a book. The offline storyteller answers in the models' place."

    def add_arguments(self, parser: ArgumentParser) -> None:
        wishes.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        spec = normal(wishes.spec_from(options))
        seed = new_seed() if options["seed"] is None else options["seed"]
        for title, parts in _prompts(spec, seed):
            self.stdout.write(self.style.MIGRATE_HEADING(f"=== {title} ==="))
            for name, words in parts.items():
                self.stdout.write(self.style.MIGRATE_LABEL(f"--- {name}"))
                self.stdout.write(f"{words.rstrip()}\n")


def _prompts(spec: BookSpec, seed: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Step by step, each with its parts by name."""
    storyteller = OfflineStoryModel()
    asked = story.build(spec, seed=seed)
    yield "story", _parts(asked)
    told = storyteller.complete_json(asked).data
    asked = sheet.build(told["cast"], spec, seed=seed)
    yield "character sheets", _parts(asked)
    sheets = [CharacterSheet.from_dict(one) for one in storyteller.complete_json(asked).data["sheets"]]
    unwanted = picture.unwanted(spec.forbidden_elements)
    for number, seen in enumerate([told["cover"], *told["pages"]]):
        prompt = picture.describe(Scene.from_dict(seen["scene"]), sheets, spec.style, is_cover=number == 0)
        yield f"picture of page {number}" if number else "picture of the cover", {"prompt": prompt, "not": unwanted}


def _parts(asked: JsonRequest) -> dict[str, str]:
    schema = json.dumps(asked.schema, ensure_ascii=False, indent=1)
    return {"system": asked.system, "user": asked.user, "schema": schema}
