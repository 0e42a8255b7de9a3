"""How much of JSON Schema each vendor takes. What one refuses is told in words: the step checks it all anyway.

OpenAI, strict: guide "Structured outputs", supported schemas. Anthropic: guide "Structured outputs", JSON Schema
limitations. Gemini: what the reference says of `responseJsonSchema`.
"""

from collections.abc import Mapping
from typing import Any

from storyforge_site.lib.errors import Code, StoryforgeError

_SHAPE = {"type", "enum", "anyOf", "items", "properties", "required", "additionalProperties"}
_EVERYWHERE = _SHAPE | {"title", "description", "format", "$defs", "$ref"}

# Lengths: strict mode refuses them, and servers that make a grammar of them choke on the long ones.
OPENAI = frozenset(_EVERYWHERE | {"const", "pattern", "minimum", "maximum", "minItems", "maxItems"})
ANTHROPIC = frozenset(_EVERYWHERE | {"const", "allOf", "default"})
GEMINI = frozenset(_EVERYWHERE | {"minimum", "maximum", "minItems", "maxItems"})


def in_dialect(schema: Mapping[str, Any], known: frozenset[str]) -> dict[str, Any]:
    """The same schema in the keywords that are known, the others said in its description."""
    said = {name: value for name, value in schema.items() if name not in known}
    kept = {name: _within(name, value, known) for name, value in schema.items() if name in known}
    if said:
        words = ", ".join(f"{name}: {value}" for name, value in said.items())
        kept["description"] = f"{kept['description']} ({words})" if "description" in kept else words
    return kept


def is_closed(schema: Mapping[str, Any]) -> bool:
    """Whether every object in it names all it has, which is what a strict mode asks for."""
    properties = schema.get("properties") or {}
    if schema.get("type") == "object":
        says_all = properties and set(schema.get("required", ())) == set(properties)
        if not says_all or schema.get("additionalProperties") is not False:
            return False
    items = [schema["items"]] if "items" in schema else []
    return all(is_closed(one) for one in [*properties.values(), *schema.get("anyOf", ()), *items])


def is_refused(error: StoryforgeError, *names: str) -> bool:
    """Whether a vendor does not take the way something was asked (HTTP 400), for what these names stand for."""
    said = error.note.lower()
    return error.code is Code.LLM_JSON_INVALID and "http 400" in said and any(name in said for name in names)


def _within(name: str, value: Any, known: frozenset[str]) -> Any:
    if name in ("properties", "$defs"):
        return {inner: in_dialect(one, known) for inner, one in value.items()}
    if name in ("anyOf", "allOf"):
        return [in_dialect(one, known) for one in value]
    return in_dialect(value, known) if name == "items" else value
