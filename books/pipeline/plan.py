"""The way of a book, A to H, and the shorter ways of a page made anew, a book told anew, read aloud, printed.

Each step is a module in `steps/` with `is_done(ctx)`, which says whether its output is saved, and `run(ctx)`,
which makes and saves it. Resuming and going on are the same: the runner skips what is done.
"""

from collections.abc import Callable
from dataclasses import dataclass

from books.models import JobKind
from books.pipeline.context import Context
from books.pipeline.steps import (
    character_sheet,
    image_prompts,
    images,
    make_edition,
    moderate_input,
    moderate_output,
    normalise,
    package,
    story,
)
from books.pipeline.steps.page import feedback, page_picture, page_text, put_in
from books.pipeline.steps.retelling import retell, same_pictures
from books.pipeline.steps.studio import looked_at, paint_picture, write_sequel, write_text
from books.pipeline.steps.voice import put_in as voice_put_in
from books.pipeline.steps.voice import read_aloud


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

PAGE_STEPS = (
    Step("A", "moderate_input", 10, feedback.is_done, feedback.run),
    Step("B", "page_text", 40, page_text.is_done, page_text.run),
    Step("C", "image_prompts", 55, page_picture.is_done, page_picture.run),
    Step("D", "images", 95, page_picture.is_painted, page_picture.paint),
    Step("E", "package", 100, put_in.is_done, put_in.run),
)

RETELL_STEPS = (
    Step("A", "story", 50, retell.is_done, retell.run),
    Step("B", "images", 95, same_pictures.is_done, same_pictures.run),
    Step("C", "moderate_output", 95, moderate_output.is_done, moderate_output.run),
    Step("D", "package", 100, package.is_done, package.run),
)

AUDIO_STEPS = (
    Step("A", "read_aloud", 90, read_aloud.is_done, read_aloud.run),
    Step("B", "package", 100, voice_put_in.is_done, voice_put_in.run),
)

PLANS = {
    JobKind.BOOK: STEPS,
    JobKind.PAGE: PAGE_STEPS,
    JobKind.RETELL: RETELL_STEPS,
    JobKind.TEXT: (Step("A", "studio", 100, looked_at.is_done, write_text.run),),
    JobKind.IMAGEN: (Step("A", "studio", 100, looked_at.is_done, paint_picture.run),),
    JobKind.SEQUEL: (Step("A", "studio", 100, looked_at.is_done, write_sequel.run),),
    JobKind.AUDIO: AUDIO_STEPS,
    JobKind.EDITION: (Step("A", "make_edition", 100, make_edition.is_done, make_edition.run),),
}
