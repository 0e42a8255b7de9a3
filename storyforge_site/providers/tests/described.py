"""What a vendor's published API description says of a request or an answer. Stricter than JSON Schema is by itself: a
property that the description does not name is a fault, because a vendor would ignore it or refuse it.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

_SPECS = Path(__file__).parent / "specs"
_SUCCESS = ("200", "201", "default")


def faults_of_request(vendor: str, method: str, path: str, body: Any, *, media: str = "application/json") -> list[str]:
    """`path` as it is sent, with the version the description has: "/v1/messages". Empty when all is well."""
    operation = _operation(vendor, method, path)
    return _faults(vendor, body, operation["requestBody"]["content"][media]["schema"])


def faults_of_answer(vendor: str, method: str, path: str, body: Any) -> list[str]:
    """For the players of our tests: that they answer as the vendor says it does."""
    responses = _operation(vendor, method, path)["responses"]
    answer = next(responses[status] for status in _SUCCESS if status in responses)
    return _faults(vendor, body, answer["content"]["application/json"]["schema"])


@cache
def _spec(vendor: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((_SPECS / f"{vendor}.json").read_text())
    return loaded


def _operation(vendor: str, method: str, path: str) -> dict[str, Any]:
    """Raises KeyError when the vendor has no such operation."""
    for template, operations in _spec(vendor)["paths"].items():
        pattern = re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(template))
        if re.fullmatch(pattern, path) and method.lower() in operations:
            found: dict[str, Any] = operations[method.lower()]
            return found
    raise KeyError(f"{vendor} has no {method} {path}")


def _faults(vendor: str, body: Any, schema: dict[str, Any]) -> list[str]:
    whole = {**schema, "components": _spec(vendor)["components"]}
    wrong = [f"{error.json_path}: {error.message[:200]}" for error in Draft202012Validator(whole).iter_errors(body)]
    return wrong or list(_unknown(vendor, body, schema, "$"))


def _unknown(vendor: str, body: Any, schema: dict[str, Any], where: str) -> Iterator[str]:
    schemas = _that_apply(vendor, body, schema)
    if isinstance(body, list):
        for index, item in enumerate(body):
            for one in schemas:
                if isinstance(one.get("items"), dict):
                    yield from _unknown(vendor, item, one["items"], f"{where}[{index}]")
    elif isinstance(body, dict):
        named: dict[str, Any] = {}
        for one in schemas:
            named |= one.get("properties", {})
        is_open = not named or any(one.get("additionalProperties") for one in schemas)
        for name, value in body.items():
            if name in named:
                yield from _unknown(vendor, value, named[name], f"{where}.{name}")
            elif not is_open:
                yield f"{where}.{name}: no such field"


def _that_apply(vendor: str, body: Any, schema: dict[str, Any]) -> list[dict[str, Any]]:
    """The schema with all it is made of, down the branches that `body` fits."""
    if "$ref" in schema:
        return _that_apply(vendor, body, _at(vendor, schema["$ref"]))
    found = [schema]
    for part in schema.get("allOf", ()):
        found += _that_apply(vendor, body, part)
    for part in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        if Draft202012Validator({**part, "components": _spec(vendor)["components"]}).is_valid(body):
            found += _that_apply(vendor, body, part)
    return found


def _at(vendor: str, reference: str) -> dict[str, Any]:
    found: Any = _spec(vendor)
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return dict(found)
