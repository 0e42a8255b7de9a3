"""The steps of each kind of job by name, in order: `books/pipeline/plan.py` walks them, staff choose among them."""

from books.models.job import JobKind

WAYS: dict[str, tuple[str, ...]] = {
    JobKind.BOOK: (
        *("normalise", "moderate_input", "story", "character_sheet"),
        *("image_prompts", "images", "moderate_output", "package"),
    ),
    JobKind.PAGE: ("moderate_input", "page_text", "image_prompts", "images", "package"),
    JobKind.RETELL: ("story", "images", "moderate_output", "package"),
    JobKind.AUDIO: ("read_aloud", "package"),
    JobKind.EDITION: ("make_edition",),
    JobKind.TEXT: ("studio",),
    JobKind.IMAGEN: ("studio",),
    JobKind.SEQUEL: ("studio",),
}
STEPS = tuple(dict.fromkeys(step for way in WAYS.values() for step in way))
