"""What strict vendors refuse in a JSON Schema, found the way they find it: all the way down."""

from collections.abc import Iterator
from typing import Any


def parts_of(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A schema and all within it."""
    yield schema
    inner = [*schema.get("properties", {}).values(), *schema.get("anyOf", ()), *schema.get("allOf", ())]
    for part in [*inner, *([schema["items"]] if "items" in schema else [])]:
        yield from parts_of(part)


def open_objects(schema: dict[str, Any]) -> list[str]:
    return [
        "for 'object' type, 'additionalProperties' must be false and 'required' name all 'properties'"
        for part in parts_of(schema)
        if part.get("type") == "object"
        and (
            part.get("additionalProperties") is not False
            or not part.get("properties")
            or sorted(part.get("required", ())) != sorted(part["properties"])
        )
    ]


def untyped(schema: dict[str, Any]) -> list[str]:
    return ["schema must have a 'type' key" for part in parts_of(schema) if not {"type", "anyOf", "$ref"} & set(part)]


def refused(schema: dict[str, Any], keywords: set[str]) -> list[str]:
    return [f"'{word}' is not permitted" for part in parts_of(schema) for word in part if word in keywords]
