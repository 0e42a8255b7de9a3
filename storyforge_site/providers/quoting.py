"""A family's words inside a prompt: always as JSON between tags, never able to leave them."""

import json
from typing import Any

_ESCAPED = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def as_json(value: Any, *, indent: int | None = None) -> str:
    """The same value to whoever reads it as JSON, without a character that a tag could be made of."""
    return json.dumps(value, ensure_ascii=False, indent=indent).translate(_ESCAPED)


def quoted(tag: str, value: Any, *, indent: int | None = None) -> str:
    return f"<{tag}>\n{as_json(value, indent=indent)}\n</{tag}>"
