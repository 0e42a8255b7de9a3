"""Which providers the settings name, and the order in which to ask them.

The one table of vendors. A chain such as `LLM_PROVIDER=openai,offline` asks the next one when the one
before failed in a way that may pass or is not to be had; a refusal on grounds of safety ends it.
"""

import logging
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings

from storyforge_site.lib.breaker import Breaker
from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.providers.contracts import (
    ImageModel,
    ImageRequest,
    ImageResult,
    JsonRequest,
    JsonResult,
    Moderator,
    SpeechModel,
    SpeechRequest,
    SpeechResult,
    StoryModel,
    TextRequest,
    TextResult,
)

log = logging.getLogger(__name__)

STORY_MODELS = {
    "offline": "storyforge_site.providers.offline.storyteller.model.OfflineStoryModel",
    "openai": "storyforge_site.providers.llm.openai.OpenAIStoryModel",
}
IMAGE_MODELS = {
    "offline": "storyforge_site.providers.offline.illustrator.model.OfflineImageModel",
    "openai": "storyforge_site.providers.image.openai.OpenAIImageModel",
    "replicate": "storyforge_site.providers.image.replicate.ReplicateImageModel",
}
SPEECH_MODELS = {
    "offline": "storyforge_site.providers.offline.voice.model.OfflineSpeechModel",
}
MODERATORS = {
    "rules": "storyforge_site.providers.moderation.rules.RulesModerator",
    "openai": "storyforge_site.providers.moderation.openai.OpenAIModerator",
}

Model = TypeVar("Model")
Result = TypeVar("Result")


def story_model() -> StoryModel:
    return StoryChain([_load(STORY_MODELS, name) for name in settings.LLM_PROVIDER])


def image_model() -> ImageModel:
    return ImageChain([_load(IMAGE_MODELS, name) for name in settings.IMAGE_PROVIDER])


def speech_model() -> SpeechModel:
    return SpeechChain([_load(SPEECH_MODELS, name) for name in settings.TTS_PROVIDER])


def moderator() -> Moderator:
    loaded: Moderator = _load(MODERATORS, settings.MODERATION_PROVIDER)
    return loaded


def every_kind_has_an_open_provider() -> bool:
    """Whether text, pictures and moderation each have a provider that would be asked now. A book needs no voice."""
    kinds = {
        "text": settings.LLM_PROVIDER,
        "pictures": settings.IMAGE_PROVIDER,
        "moderation": [settings.MODERATION_PROVIDER],
    }
    return all(any(Breaker(f"{kind}:{name}").is_available() for name in chain) for kind, chain in kinds.items())


def who_sees_photos() -> list[str]:
    """The hosts that a family's photo is shown to; none while everything is done on this machine."""
    asked = [settings.LLM_BASE_URL] if set(settings.LLM_PROVIDER) - {"offline"} else []
    asked += [settings.MODERATION_BASE_URL] if moderator().sees_pictures else []
    return list(dict.fromkeys(urlsplit(address).hostname or address for address in asked))


class StoryChain:
    name = "chain"

    def __init__(self, models: Sequence[StoryModel]) -> None:
        self.models = models

    def complete_json(self, request: JsonRequest) -> JsonResult:
        return _first_answer(self.models, lambda model: model.complete_json(request))

    def complete_text(self, request: TextRequest) -> TextResult:
        return _first_answer(self.models, lambda model: model.complete_text(request))


class ImageChain:
    name = "chain"

    def __init__(self, models: Sequence[ImageModel]) -> None:
        self.models = models

    def generate(self, request: ImageRequest) -> ImageResult:
        return _first_answer(self.models, lambda model: model.generate(request))


class SpeechChain:
    name = "chain"

    def __init__(self, models: Sequence[SpeechModel]) -> None:
        self.models = models

    def synthesize(self, request: SpeechRequest) -> SpeechResult:
        return _first_answer(self.models, lambda model: model.synthesize(request))


def _first_answer(models: Sequence[Model], ask: Callable[[Model], Result]) -> Result:
    failure = StoryforgeError(Code.PROVIDER_UNAVAILABLE, "no provider is configured")
    for model in models:
        try:
            return ask(model)
        except StoryforgeError as error:
            if error.kind is not Kind.RETRYABLE and error.code is not Code.PROVIDER_UNAVAILABLE:
                raise
            log.warning("provider %s: %s", getattr(model, "name", model), error)
            failure = error
    raise failure


@cache
def _class_at(dotted: str) -> Callable[[], Any]:
    module, _dot, name = dotted.rpartition(".")
    found: Callable[[], Any] = getattr(import_module(module), name)
    return found


def _load(table: dict[str, str], name: str) -> Any:
    """Raises PROVIDER_UNAVAILABLE for a name that is not in the table; a system check says so at the start."""
    if name not in table:
        raise StoryforgeError(Code.PROVIDER_UNAVAILABLE, f"no provider is called {name!r}")
    return _class_at(table[name])()
