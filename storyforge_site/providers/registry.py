"""Which providers the settings name, and the order in which to ask them.

The one table of vendors. A chain such as `LLM_PROVIDER=openai,offline` asks the next one whenever the one before
failed by itself; a refusal on grounds of safety ends it, and so does trouble of our own.
"""

import logging
from collections.abc import Callable, Iterator, Sequence, Set
from functools import cache, partial
from importlib import import_module
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings

from storyforge_site.lib.breaker import Breaker
from storyforge_site.lib.choices import BookLanguage, Language
from storyforge_site.lib.deadlines import OutOfTime
from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.providers import switches
from storyforge_site.providers.contracts import (
    ImageModel,
    ImageRequest,
    ImageResult,
    JsonRequest,
    JsonResult,
    Moderator,
    Outcome,
    SpeechModel,
    SpeechRequest,
    SpeechResult,
    StoryModel,
    TextRequest,
    TextResult,
    Verdict,
    worse,
)

log = logging.getLogger(__name__)

STORY_MODELS = {
    "offline": "storyforge_site.providers.offline.storyteller.model.OfflineStoryModel",
    "openai": "storyforge_site.providers.llm.openai.OpenAIStoryModel",
    "anthropic": "storyforge_site.providers.llm.anthropic.AnthropicStoryModel",
    "gemini": "storyforge_site.providers.llm.gemini.GeminiStoryModel",
}
_WRITES_AT = {"openai": "LLM_BASE_URL", "anthropic": "ANTHROPIC_BASE_URL", "gemini": "GEMINI_BASE_URL"}
IMAGE_MODELS = {
    "offline": "storyforge_site.providers.offline.illustrator.model.OfflineImageModel",
    "openai": "storyforge_site.providers.image.openai.OpenAIImageModel",
    "imagen": "storyforge_site.providers.image.imagen.ImagenImageModel",
    "replicate": "storyforge_site.providers.image.replicate.ReplicateImageModel",
    "fal": "storyforge_site.providers.image.fal.FalImageModel",
}
SPEECH_MODELS = {
    "offline": "storyforge_site.providers.offline.voice.model.OfflineSpeechModel",
    "elevenlabs": "storyforge_site.providers.speech.elevenlabs.ElevenLabsSpeechModel",
    "gemini": "storyforge_site.providers.speech.gemini.GeminiSpeechModel",
    "openai": "storyforge_site.providers.speech.openai.OpenAISpeechModel",
}
MODERATORS = {
    "rules": "storyforge_site.providers.moderation.rules.RulesModerator",
    "openai": "storyforge_site.providers.moderation.openai.OpenAIModerator",
    "gemini": "storyforge_site.providers.moderation.gemini.GeminiModerator",
    "model": "storyforge_site.providers.moderation.model.ModelModerator",
    "rekognition": "storyforge_site.providers.moderation.rekognition.RekognitionModerator",
}

# The settings that name the hosts of text models, and of moderators that see; `model` asks the text models.
_TEXT_HOSTS = {"openai": "LLM_BASE_URL", "anthropic": "ANTHROPIC_BASE_URL", "gemini": "GEMINI_BASE_URL"}
_PICTURE_HOSTS = {"openai": "MODERATION_BASE_URL", "gemini": "GEMINI_BASE_URL", "rekognition": "REKOGNITION_ENDPOINT"}
_REKOGNITION = "https://rekognition.{region}.amazonaws.com"
_OF_THE_VENDOR = frozenset(
    {
        Code.PROVIDER_UNAVAILABLE,
        Code.LLM_TIMEOUT,
        Code.LLM_JSON_INVALID,
        Code.IMAGE_TIMEOUT,
        Code.IMAGE_RATE_LIMIT,
        Code.IMAGE_FAILED,
        Code.TTS_FAILED,
    }
)

_LATE = "-late"

Model = TypeVar("Model")
Result = TypeVar("Result")


def story_model() -> StoryModel:
    return StoryChain(_chain("text", STORY_MODELS, settings.LLM_PROVIDER))


def book_languages() -> list[str]:
    """What books can be told in here. Our own storyteller and our word rules know no more than the site speaks."""
    has_writer = set(settings.LLM_PROVIDER) != {"offline"}
    has_moderator = set(settings.MODERATION_PROVIDER) != {"rules"}
    return BookLanguage.values if has_writer and has_moderator else Language.values


def image_model() -> ImageModel:
    return ImageChain(_chain("pictures", IMAGE_MODELS, settings.IMAGE_PROVIDER))


def image_model_takes_references() -> bool:
    """Whether the first of the chain does: it paints unless it is not to be had."""
    painters: list[ImageModel] = _chain("pictures", IMAGE_MODELS, settings.IMAGE_PROVIDER)
    return bool(painters) and painters[0].takes_references


def speech_model(*, since: str = "") -> SpeechModel:
    """The chain, or its end beginning with the voice `since`: one that has begun a book reads all of it."""
    chain = list(settings.TTS_PROVIDER)
    names = chain[chain.index(since) :] if since in chain else chain
    return SpeechChain(_chain("speech", SPEECH_MODELS, names))


def moderator() -> Moderator:
    """Our own rules first; what they stop is shown to nobody else."""
    off = switches.off()
    return Guard(
        rules=_load(MODERATORS, "rules"),
        of_texts=_chain("moderation", MODERATORS, settings.MODERATION_PROVIDER, off),
        of_pictures=_chain("moderation", MODERATORS, picture_moderators(), off),
        sees_pictures=bool(picture_moderators()),  # whoever is switched off: nobody looks in their place
    )


def picture_moderators() -> list[str]:
    """The names of those who look at pictures. Our rules have no eyes."""
    named = settings.PICTURE_MODERATION_PROVIDER or settings.MODERATION_PROVIDER
    return [name for name in named if name != "rules"]


def each_configured() -> Iterator[tuple[str, str, Callable[[], Any]]]:
    """Every provider that the settings name: of which kind, by what name, and how it is had."""
    chains = {
        "text": (STORY_MODELS, settings.LLM_PROVIDER),
        "picture": (IMAGE_MODELS, settings.IMAGE_PROVIDER),
        "speech": (SPEECH_MODELS, settings.TTS_PROVIDER),
        "moderation": (MODERATORS, settings.MODERATION_PROVIDER),
        "picture moderation": (MODERATORS, settings.PICTURE_MODERATION_PROVIDER),
    }
    for kind, (table, chain) in chains.items():
        for name in chain:
            yield kind, name, partial(_load, table, name)


def every_kind_has_an_open_provider() -> bool:
    """Whether each kind of work has a provider that would be asked now. A book needs no voice."""
    off = switches.off()
    return all(
        any(Breaker(f"{kind}:{name}").is_available() for name in _on(kind, chain, off)) for kind, chain in chains()
    )


def chains() -> list[tuple[str, list[str]]]:
    """What a book needs, as breakers name it, and who is asked for it."""
    return [
        ("text", settings.LLM_PROVIDER),
        ("pictures", settings.IMAGE_PROVIDER),
        ("moderation", settings.MODERATION_PROVIDER),
        ("moderation", picture_moderators() or ["rules"]),
    ]


def who_sees_photos() -> list[str]:
    """The hosts that a family's photo is shown to; none while everything is done on this machine."""
    readers = [_TEXT_HOSTS[name] for name in settings.LLM_PROVIDER if name in _TEXT_HOSTS]
    lookers = [_PICTURE_HOSTS[name] for name in picture_moderators() if name in _PICTURE_HOSTS]
    addresses = [getattr(settings, name) for name in dict.fromkeys([*lookers, *readers])]
    asked = [address or _REKOGNITION.format(region=settings.REKOGNITION_REGION) for address in addresses]
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
        self.takes_references = any(model.takes_references for model in models)

    def generate(self, request: ImageRequest) -> ImageResult:
        """A picture may take most of a walk. Whoever took it all for nothing is asked last in the next."""
        ticket = request.ticket if len(self.models) > 1 else None
        late = {model.name for model in self.models if ticket and ticket.read(f"{model.name}{_LATE}")}
        models = sorted(self.models, key=lambda model: model.name in late)
        asked: list[str] = []

        def ask(model: ImageModel) -> ImageResult:
            try:
                return model.generate(request)
            except OutOfTime:
                for name in asked:
                    if ticket:
                        ticket.write(f"{name}{_LATE}", "late")
                raise
            finally:
                asked.append(model.name)

        return _first_answer(models, ask)


class SpeechChain:
    name = "chain"

    def __init__(self, models: Sequence[SpeechModel]) -> None:
        self.models = models

    def synthesize(self, request: SpeechRequest) -> SpeechResult:
        return _first_answer(self.models, lambda model: model.synthesize(request))


class Guard:
    """Rules and vendors together: the worse verdict counts. When no vendor is to be had nothing passes."""

    name = "guard"

    def __init__(
        self, rules: Moderator, of_texts: Sequence[Moderator], of_pictures: Sequence[Moderator], *, sees_pictures: bool
    ) -> None:
        self.rules, self.of_texts, self.of_pictures = rules, of_texts, of_pictures
        self.sees_pictures = sees_pictures

    def check_text(self, text: str, *, language: str, target_age: str) -> Verdict:
        ours = self.rules.check_text(text, language=language, target_age=target_age)
        if ours.outcome is Outcome.BLOCK:
            return ours

        def ask(model: Moderator) -> Verdict:
            if model.name == self.rules.name:
                return ours
            return model.check_text(text, language=language, target_age=target_age)

        theirs = _first_answer([model for model in self.of_texts if self._knows(model, language)], ask)
        return theirs if worse(ours.outcome, theirs.outcome) is theirs.outcome else ours

    def _knows(self, model: Moderator, language: str) -> bool:
        return model.name != self.rules.name or language in Language.values

    def check_image(self, data: bytes, *, target_age: str, drawn_from_closed_vocabulary: bool) -> Verdict:
        looking = [self.rules] if drawn_from_closed_vocabulary or not self.sees_pictures else self.of_pictures
        return _first_answer(
            looking,
            lambda model: model.check_image(
                data, target_age=target_age, drawn_from_closed_vocabulary=drawn_from_closed_vocabulary
            ),
        )


def _first_answer(models: Sequence[Model], ask: Callable[[Model], Result]) -> Result:
    """Raises the last failure, or the last that may pass."""
    failures: list[StoryforgeError] = []
    for model in models:
        try:
            return ask(model)
        except OutOfTime:
            if not failures:
                raise
            break
        except StoryforgeError as error:
            error.provider = error.provider or str(getattr(model, "name", ""))
            if error.code not in _OF_THE_VENDOR:
                raise
            is_away = error.kind is Kind.RETRYABLE or error.retry_after  # as a vendor whose circuit is open
            needs_an_operator = error.code is Code.PROVIDER_UNAVAILABLE and not is_away
            level = logging.ERROR if needs_an_operator else logging.WARNING
            log.log(level, "provider %s: %s", getattr(model, "name", model), error)
            failures.append(error)
    if not failures:
        raise StoryforgeError(Code.PROVIDER_UNAVAILABLE, "no provider is configured, or all are switched off")
    raise next((error for error in reversed(failures) if error.may_pass), failures[-1])


@cache
def _class_at(dotted: str) -> Callable[[], Any]:
    module, _dot, name = dotted.rpartition(".")
    found: Callable[[], Any] = getattr(import_module(module), name)
    return found


def _chain(kind: str, table: dict[str, str], names: Sequence[str], off: Set[str] | None = None) -> list[Any]:
    """Those that are not `off`; whoever makes several asks once who is."""
    return [_load(table, name) for name in _on(kind, names, switches.off() if off is None else off)]


def _on(kind: str, names: Sequence[str], off: Set[str]) -> list[str]:
    """Those that staff have not switched off."""
    return [name for name in names if f"{kind}:{name}" not in off]


def _load(table: dict[str, str], name: str) -> Any:
    """Raises PROVIDER_UNAVAILABLE for a name that is not in the table; a system check says so at the start."""
    if name not in table:
        raise StoryforgeError(Code.PROVIDER_UNAVAILABLE, f"no provider is called {name!r}")
    return _class_at(table[name])()
