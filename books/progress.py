"""A step in words a parent enjoys while waiting."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_WORDS: dict[str, Promise] = {
    "queued": _("Sharpening the pencils…"),
    "normalise": _("Reading your wish…"),
    "moderate_input": _("Making sure it is fit for little ears…"),
    "story": _("Writing the story…"),
    "character_sheet": _("Getting to know the heroes…"),
    "page_text": _("Finding other words…"),
    "studio": _("Working in the studio…"),
    "image_prompts": _("Planning every picture…"),
    "images": _("Painting the pictures…"),
    "read_aloud": _("Reading the book aloud…"),
    "make_edition": _("Setting the letters and binding the pages…"),
    "moderate_output": _("Looking at every page once more…"),
    "package": _("Sewing the pages together…"),
}


def words_for(step: str) -> str:
    return str(_WORDS.get(step, _WORDS["queued"]))


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the way; `state` is done, now or next."""

    words: str
    state: str


# What a parent can tell apart, with the steps of the pipeline in each.
_STAGES: tuple[tuple[Promise, tuple[str, ...]], ...] = (
    (_("Your wish"), ("queued", "normalise", "moderate_input")),
    (_("The story"), ("story", "page_text")),
    (_("The heroes"), ("character_sheet", "image_prompts")),
    (_("The pictures"), ("images", "read_aloud")),
    (_("The book"), ("moderate_output", "package")),
)


def stages(step: str) -> list[Stage]:
    at = next((number for number, (_words, steps) in enumerate(_STAGES) if step in steps), 0)
    return [
        Stage(str(words), "done" if number < at else "now" if number == at else "next")
        for number, (words, _steps) in enumerate(_STAGES)
    ]
