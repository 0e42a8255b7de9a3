"""Examples for the schema: every body and every answer gets one, made of the samples of its fields."""

from collections.abc import Iterator
from typing import Any

from drf_spectacular.drainage import warn

from storyforge_site.samples import LEFT_OUT, SAMPLES

_REFERENCE = "#/components/schemas/"
_BINARY = {"type": "string", "format": "binary"}


def put_in(result: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
    """A hook of drf-spectacular, called with the whole schema. Problems have examples of their own; files need none."""
    components = result["components"]["schemas"]
    for item in result["paths"].values():
        for operation in item.values():
            for content in _contents(operation):
                if "examples" not in content and content["schema"] != _BINARY:
                    content["examples"] = {"Example": {"value": _example(content["schema"], components)}}
    return result


def _contents(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in (operation.get("requestBody", {}), *operation["responses"].values()):
        yield from part.get("content", {}).values()


def _example(schema: dict[str, Any], components: dict[str, Any]) -> Any:
    if schema.get("type") == "array":
        return [_example(schema["items"], components)]
    owner = _component(schema)
    fields = components[owner].get("properties", {})
    found = {name: _value(owner, name, field, components) for name, field in fields.items()}
    return {name: value for name, value in found.items() if value is not LEFT_OUT}


def _value(owner: str, name: str, field: dict[str, Any], components: dict[str, Any]) -> Any:
    if f"{owner}.{name}" in SAMPLES:
        return SAMPLES[f"{owner}.{name}"]
    if "properties" in components.get(_component(field.get("items", field)), {}):
        return _example(field, components)
    if name not in SAMPLES:
        warn(f"storyforge_site/samples.py has nothing for {owner}.{name}")
    return SAMPLES.get(name)


def _component(schema: dict[str, Any]) -> str:
    """What a schema refers to, itself or as one of several: a reference beside a description or beside null."""
    for one in (schema, *schema.get("oneOf", ()), *schema.get("allOf", ())):
        if "$ref" in one:
            return str(one["$ref"]).removeprefix(_REFERENCE)
    return ""
