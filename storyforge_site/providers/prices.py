"""What providers ask for their work, in micro-dollars: a table to start from. What a vendor reports wins."""

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings

from storyforge_site.providers.contracts import MAX_ANSWER_TOKENS, JsonRequest, Usage

_FREE = frozenset({"offline", "rules", ""})
# The setting that names a vendor's model.
_MODELS = {
    "text": {"openai": "LLM_MODEL", "anthropic": "ANTHROPIC_MODEL", "gemini": "GEMINI_MODEL"},
    "picture": {
        "openai": "IMAGE_MODEL",
        "imagen": "IMAGEN_MODEL",
        "replicate": "REPLICATE_MODEL",
        "fal": "FAL_MODEL",
    },
    "speech": {"openai": "TTS_MODEL", "elevenlabs": "ELEVENLABS_MODEL", "gemini": "GEMINI_TTS_MODEL"},
}
_BYTES_A_TOKEN = 2  # of UTF-8, on the dear side for every script
_RUBRIC_BYTES = 6_000  # what a moderator that is a model is told, with its schema
_VERDICT_TOKENS = 2_000  # what it answers, with room to think
_TOKENS_A_PICTURE = 3_000  # of a thousand pixels a side, on the dear side again


@cache
def _table() -> Mapping[str, Mapping[str, Mapping[str, int]]]:
    with (Path(__file__).parent / "prices.toml").open("rb") as file:
        return tomllib.load(file)


def is_free(usage: Usage) -> bool:
    return usage.provider in _FREE


def cost(usage: Usage) -> int:
    """What a vendor reported; else by the tokens it counted, or by the letter or the picture where it counts none.

    OpenAI's moderation counts nothing.
    """
    if usage.cost_microdollars:
        return usage.cost_microdollars
    if is_free(usage):
        return 0
    if usage.letters:
        return _spoken(usage)
    price = _of("picture" if usage.pictures else "text", usage.model)
    if usage.pictures and ("output" not in price or not (usage.input_tokens or usage.output_tokens)):
        return usage.pictures * price["each"]
    return _by_token(price, usage.input_tokens, usage.output_tokens)


def spent(usage: Usage, *, taken: int, each: int) -> int:
    """An answer and what it took to get it: `taken` times a vendor took its price, all but the last for nothing."""
    lost = max(0, taken - (0 if is_free(usage) else 1))
    return cost(usage) + lost * each


def model_named(kind: str, provider: str) -> str:
    """The model that the settings name; nothing for what has none."""
    return str(getattr(settings, _MODELS.get(kind, {}).get(provider, ""), ""))


def most_for_json(request: JsonRequest) -> int:
    """The most one asking may cost, with the schema that goes along."""
    words = f"{request.system}\n{request.user}{json.dumps(dict(request.schema))}"
    return most_for_text(words, pictures=len(request.pictures))


def most_for_text(words: str, *, pictures: int = 0) -> int:
    """The most one asking of a question this long may cost the chain in the settings."""
    if _costs_nothing(settings.LLM_PROVIDER):
        return 0
    asked = len(words.encode()) // _BYTES_A_TOKEN + 1 + pictures * _TOKENS_A_PICTURE
    models = _asked("text", settings.LLM_PROVIDER)
    return max(_by_token(_of("text", model), asked, MAX_ANSWER_TOKENS) for model in models)


def most_for_picture() -> int:
    """The dearest picture in the chain, once."""
    return max(_picture_prices().values(), default=0)


def most_for_verdict(words: str = "") -> int:
    """The most it may cost to have a text, or without one a picture, judged once."""
    named = (
        settings.MODERATION_PROVIDER if words else settings.PICTURE_MODERATION_PROVIDER or settings.MODERATION_PROVIDER
    )
    asked = (len(words.encode()) + _RUBRIC_BYTES) // _BYTES_A_TOKEN + (0 if words else _TOKENS_A_PICTURE)
    costs = {
        "gemini": lambda: _by_token(_of("text", settings.GEMINI_MODEL), asked, _VERDICT_TOKENS),
        "model": lambda: most_for_text(words + " " * _RUBRIC_BYTES, pictures=0 if words else 1),
        "rekognition": lambda: _of("picture", "rekognition")["each"],
    }
    return max((costs[name]() for name in named if name in costs), default=0)


def most_for_speech(words: str) -> int:
    """The most it may cost to have this read once."""
    if _costs_nothing(settings.TTS_PROVIDER):
        return 0
    models = _asked("speech", settings.TTS_PROVIDER) or ["default"]
    return max(_letters(_of("speech", model), len(words)) for model in models)


def tries_of_texts() -> int:
    """How often a question may be asked at most, in vain by each of the chain; so the next two."""
    return settings.LLM_MAX_RETRIES * len(_sold(settings.LLM_PROVIDER))


def tries_of_pictures() -> int:
    """In pictures of the dearest. Imagen is asked anew when it answers without one."""
    tries = {name: settings.IMAGE_MAX_RETRIES * (2 if name == "imagen" else 1) for name in settings.IMAGE_PROVIDER}
    worst = sum(price * tries[name] for name, price in _picture_prices().items())
    return -(-worst // most_for_picture()) if worst else 0


def tries_of_speech() -> int:
    return settings.TTS_MAX_RETRIES * len(_sold(settings.TTS_PROVIDER))


def _picture_prices() -> dict[str, int]:
    """Of the vendors in the chain, each at its dearest."""
    found = {name: _of("picture", model_named("picture", name))["each"] for name in _sold(settings.IMAGE_PROVIDER)}
    if "fal" in found and settings.FAL_REFERENCE_MODEL:
        found["fal"] = max(found["fal"], _of("picture", settings.FAL_REFERENCE_MODEL)["each"])
    return found


def _sold(chain: list[str]) -> list[str]:
    return [name for name in chain if name not in _FREE]


def _asked(kind: str, chain: list[str]) -> list[str]:
    """The models of a chain that cost something, by their names in the settings; "" for one that none names."""
    return [getattr(settings, _MODELS[kind].get(name, ""), "") for name in _sold(chain)]


def _spoken(usage: Usage) -> int:
    """Sound has a token's price of its own where a vendor counts tokens."""
    price = _of("speech", usage.model)
    if "output" in price and usage.output_tokens:
        return _by_token(price, usage.input_tokens, usage.output_tokens)
    return _letters(price, usage.letters)


def _letters(price: Mapping[str, int], letters: int) -> int:
    return -(-letters * price["million"] // 1_000_000)


def _by_token(price: Mapping[str, int], asked: int, answered: int) -> int:
    return -(-(asked * price["input"] + answered * price["output"]) // 1_000_000)


def _of(kind: str, model: str) -> Mapping[str, int]:
    """The entry with the longest name that the model's begins with; `default` is on the dear side."""
    table = _table()[kind]
    known = [name for name in table if model.startswith(name)]
    return table[max(known, key=len)] if known else table["default"]


def _costs_nothing(chain: list[str]) -> bool:
    return not set(chain) - _FREE
