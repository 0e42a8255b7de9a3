"""Reading what vendors' text models say. All of it is untrusted: any type may stand anywhere."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from storyforge_site.lib.errors import Code, Kind, StoryforgeError

_MOST_COUNTED = 100_000_000  # tokens no answer has; what says more is wrong, and no column could hold it


def object_said(said: str, *, may_quote: bool) -> dict[str, Any]:
    """The JSON object in a model's words. What is said about a photo is not quoted: the note goes to the log."""
    try:
        data = json.loads(_without_fence(said), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        note = f"not JSON: {said[:200]!r}" if may_quote else "not JSON"
        raise muddled(note) from error
    if not isinstance(data, dict):
        raise muddled("not a JSON object")
    return data


def muddled(note: str) -> StoryforgeError:
    return StoryforgeError(Code.LLM_JSON_INVALID, note, kind=Kind.RETRYABLE)


def count(value: Any) -> int:
    return min(value, _MOST_COUNTED) if isinstance(value, int) and value > 0 else 0


def word(value: Any, otherwise: str = "") -> str:
    """A name or an id, as its column takes it."""
    return value[:80] if isinstance(value, str) and value.isprintable() and value else otherwise


def mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def first_mapping(value: Any) -> Mapping[str, Any]:
    return mapping(value[0]) if isinstance(value, list) and value else {}


def mappings(value: Any) -> Sequence[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _without_fence(said: str) -> str:
    """Small models like to wrap their JSON in a Markdown fence."""
    stripped = said.strip()
    return (
        stripped.removeprefix("```json").removeprefix("```").removesuffix("```") if stripped[:3] == "```" else stripped
    )


def _no_number(name: str) -> None:
    """Python reads NaN and Infinity; JSON knows neither, and no database does."""
    raise ValueError(name)
