"""A step in words a parent enjoys while waiting."""

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
    "moderate_output": _("Looking at every page once more…"),
    "package": _("Sewing the pages together…"),
}


def words_for(step: str) -> str:
    return str(_WORDS.get(step, _WORDS["queued"]))
