"""What every vendor's picture model is told and given, and how pictures are written into JSON."""

import base64
import binascii
from dataclasses import replace
from typing import Any

from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.providers.contracts import ImageRequest

_LIKE_THIS = (
    "The picture that comes along shows the same heroes. Paint them exactly so, with the same faces, colours, clothes "
    "and proportions and in the same style, in a new scene; copy neither its composition nor any letters."
)


def as_taken(request: ImageRequest, *, takes_references: bool) -> ImageRequest:
    """Without what the model cannot see, so that its words do not speak of it."""
    return request if takes_references else replace(request, references=())


def words_for(request: ImageRequest) -> str:
    likeness = f"{_LIKE_THIS} " if request.references else ""
    return f"{likeness}{request.prompt} Avoid: {request.negative_prompt}."


def seed_for(request: ImageRequest) -> int:
    """Vendors take 31 bits."""
    return request.seed % 2**31


def from_base64(encoded: Any) -> bytes:
    """Raises IMAGE_FAILED, which another try may mend."""
    try:
        return base64.b64decode(encoded, validate=True)
    except (TypeError, ValueError, binascii.Error) as error:
        raise StoryforgeError(Code.IMAGE_FAILED, f"no picture: {error!r:.200}", kind=Kind.RETRYABLE) from error
