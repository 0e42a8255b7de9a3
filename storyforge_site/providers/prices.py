"""What providers ask for their work, in micro-dollars: a table to start from. What a vendor reports wins."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings

from storyforge_site.providers.contracts import MAX_ANSWER_TOKENS, Usage

_FREE = frozenset({"offline", "rules", ""})
_BYTES_A_TOKEN = 2  # of UTF-8, on the dear side for every script
_TOKENS_A_PICTURE = 3_000  # of a thousand pixels a side, on the dear side again


@cache
def _table() -> Mapping[str, Mapping[str, Mapping[str, int]]]:
    with (Path(__file__).parent / "prices.toml").open("rb") as file:
        return tomllib.load(file)


def is_free(usage: Usage) -> bool:
    return usage.provider in _FREE


def cost(usage: Usage) -> int:
    """By the tokens a vendor reported, or by the picture where it counts none; moderation is free everywhere."""
    if is_free(usage):
        return 0
    if usage.input_tokens or usage.output_tokens:
        return _tokens(usage.model, usage.input_tokens, usage.output_tokens)
    return usage.pictures * _of("picture", usage.model)["each"]


def most_for_text(words: str, *, pictures: int = 0) -> int:
    """The most one asking of a question this long may cost the chain in the settings."""
    if _costs_nothing(settings.LLM_PROVIDER):
        return 0
    asked = len(words.encode()) // _BYTES_A_TOKEN + 1 + pictures * _TOKENS_A_PICTURE
    return _tokens(settings.LLM_MODEL, asked, MAX_ANSWER_TOKENS)


def most_for_picture() -> int:
    """The dearest picture in the chain, once."""
    models = {"openai": settings.IMAGE_MODEL, "replicate": settings.REPLICATE_MODEL}
    asked = [models[name] for name in settings.IMAGE_PROVIDER if name in models]
    return max((_of("picture", model)["each"] for model in asked), default=0)


def most_for_speech(words: str) -> int:
    """The most it may cost to have this read once."""
    if _costs_nothing(settings.TTS_PROVIDER):
        return 0
    return -(-len(words) * _of("speech", "")["million"] // 1_000_000)


def _tokens(model: str, asked: int, answered: int) -> int:
    price = _of("text", model)
    return -(-(asked * price["input"] + answered * price["output"]) // 1_000_000)


def _of(kind: str, model: str) -> Mapping[str, int]:
    """The entry with the longest name that the model's begins with; `default` is on the dear side."""
    table = _table()[kind]
    known = [name for name in table if model.startswith(name)]
    return table[max(known, key=len)] if known else table["default"]


def _costs_nothing(chain: list[str]) -> bool:
    return not set(chain) - _FREE
