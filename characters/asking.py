"""A character from one sentence or one photo. Everything here may ask over the network, so none of it
writes but the verdicts.

A photo of a child is personal data. It is read in memory, made anew without a word of its metadata, shown to whom
`registry.who_sees_photos` names, and forgotten when the answer goes out.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum

from django.utils.translation import gettext as _

from characters import prompts, safety
from characters.draft import Draft
from storyforge_site.lib import deadlines
from storyforge_site.lib.deadlines import OutOfTime
from storyforge_site.lib.errors import Code, FieldError, StoryforgeError
from storyforge_site.lib.pictures import Limits, NotAPicture, as_jpeg, decoded
from storyforge_site.providers import spending
from storyforge_site.providers.contracts import JsonRequest, JsonResult
from storyforge_site.providers.offline.storyteller.engine.subject import language_of
from storyforge_site.providers.offline.storyteller.model import OfflineStoryModel

log = logging.getLogger(__name__)

MAX_PHOTO_BYTES = 10 * 1024 * 1024
# Phones take 48 megapixels as a plain JPEG. What has to be decoded whole may be a camera's twelve.
_LIMITS = Limits(max_bytes=MAX_PHOTO_BYTES, min_side=64, max_side=8192, max_whole_pixels=4096 * 3072)
_SHOWN_SIDE, _QUALITY = 1024, 85
_PATIENCE_SECONDS = 50.0  # somebody is waiting, and the web server's own patience ends at 60


# Everything else that a model or a moderator fails with is, to whoever asked, that it cannot be had just now.
_SAID_AS_THEY_ARE = (Code.SAFETY_INPUT, Code.VALIDATION, Code.BUDGET_EXHAUSTED)


class Source(StrEnum):
    MODEL = "model"
    OFFLINE_WORDS = "offline_words"
    OFFLINE_COLOURS = "offline_colours"


def from_text(user_id: str, description: str) -> tuple[Draft, Source]:
    """Raises SAFETY_INPUT, BUDGET_EXHAUSTED or PROVIDER_UNAVAILABLE."""
    language = language_of(description)
    with _patiently():
        safety.require_fit([description], language, user_id=user_id)
        result = spending.complete_json(prompts.from_text(description, language), user_id=user_id)
        draft = _drafted(result)
        safety.require_fit(draft.texts(), language, user_id=user_id)
    return draft, Source.OFFLINE_WORDS if result.usage.provider == "offline" else Source.MODEL


def from_photo(user_id: str, photo: bytes, *, name: str, style: str, language: str) -> tuple[Draft, Source]:
    """Raises VALIDATION, SAFETY_INPUT or PROVIDER_UNAVAILABLE. A model without eyes leaves us the colours."""
    jpeg = _made_anew(photo)
    with _patiently():
        safety.require_fit([name], language, user_id=user_id)
        safety.require_fit_photo(jpeg, user_id=user_id)
        request = prompts.from_photo(jpeg, name=name, style=style, language=language)
        draft, source = _seen(user_id, request)
        draft = replace(draft, name=name or draft.name, visual_style_notes=draft.visual_style_notes or style)
        safety.require_fit(draft.texts(), language, user_id=user_id)
    return draft, source


def _made_anew(photo: bytes) -> bytes:
    try:
        return as_jpeg(decoded(photo, _LIMITS, kept_side=_SHOWN_SIDE), quality=_QUALITY)
    except NotAPicture as error:
        sentence = _("We can't read this as a photo. Please choose a JPEG, PNG or WebP picture of an ordinary size.")
        raise StoryforgeError(Code.VALIDATION, str(error), fields=[FieldError("photo", sentence)]) from None


def _seen(user_id: str, request: JsonRequest) -> tuple[Draft, Source]:
    try:
        result = spending.complete_json(request, user_id=user_id)
        draft = _drafted(result)
    except (StoryforgeError, OutOfTime) as error:
        if isinstance(error, StoryforgeError) and error.code is Code.SAFETY_OUTPUT:
            raise
        log.warning("no model could look at a photo: %s", getattr(error, "code", error))  # its note may tell of a child
        result = OfflineStoryModel().complete_json(request)
        draft = _drafted(result)
    return draft, Source.OFFLINE_COLOURS if result.usage.provider == "offline" else Source.MODEL


def _drafted(result: JsonResult) -> Draft:
    try:
        return Draft.from_model(result.data)
    except ValueError as error:
        raise StoryforgeError(Code.LLM_JSON_INVALID, str(error)) from error


@contextmanager
def _patiently() -> Iterator[None]:
    """Within what somebody waits for; what a job would end with becomes what a request is answered with."""
    try:
        with deadlines.within(_PATIENCE_SECONDS):
            yield
    except OutOfTime as error:
        raise StoryforgeError(Code.PROVIDER_UNAVAILABLE, "out of time", retry_after=30) from error
    except StoryforgeError as error:
        if error.code is Code.SAFETY_OUTPUT:
            raise StoryforgeError(Code.SAFETY_INPUT, error.note) from error
        if error.code in _SAID_AS_THEY_ARE:
            raise
        raise StoryforgeError(Code.PROVIDER_UNAVAILABLE, str(error), retry_after=30) from error
