"""The way of a book, A to H. Read this list first.

Each step is a module in `steps/` with `is_done(ctx)`, which says whether its output is saved, and `run(ctx)`,
which makes and saves it. Resuming and going on are the same: the runner skips what is done.
"""

from collections.abc import Callable
from dataclasses import dataclass

from books.pipeline.context import Context
from books.pipeline.steps import (
    character_sheet,
    image_prompts,
    images,
    moderate_input,
    moderate_output,
    normalise,
    package,
    story,
)


@dataclass(frozen=True, slots=True)
class Step:
    letter: str
    name: str
    progress: int  # reached when the step is done
    is_done: Callable[[Context], bool]
    run: Callable[[Context], None]


STEPS = (
    Step("A", "normalise", 5, normalise.is_done, normalise.run),
    Step("B", "moderate_input", 10, moderate_input.is_done, moderate_input.run),
    Step("C", "story", 30, story.is_done, story.run),
    Step("D", "character_sheet", 40, character_sheet.is_done, character_sheet.run),
    Step("E", "image_prompts", 55, image_prompts.is_done, image_prompts.run),
    Step("F", "images", 95, images.is_done, images.run),
    Step("G", "moderate_output", 95, moderate_output.is_done, moderate_output.run),
    Step("H", "package", 100, package.is_done, package.run),
)
