"""What is sent as JSON. A picture in it is base64 and needs no escaping: to look through it for what does would take
longer than all the rest of a question.
"""

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class InBase64:
    """Bytes that become a string. `before` stands in front of them, and needs no escaping either."""

    data: bytes = field(repr=False)
    before: str = ""


def as_address(jpeg: bytes) -> InBase64:
    return InBase64(jpeg, before="data:image/jpeg;base64,")


def as_json(payload: Mapping[str, Any]) -> bytes:
    """Raises ValueError for a number that JSON does not know."""
    place, put_in = secrets.token_hex(16), []  # nobody can have written it into a wish

    def stand_in(value: Any) -> str:
        if not isinstance(value, InBase64):
            raise TypeError(f"{type(value).__name__} is not to be sent")
        put_in.append(value.before.encode() + base64.b64encode(value.data))
        return place

    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=stand_in)
    first, *rest = text.encode().split(place.encode())
    return b"".join([first, *(piece for pair in zip(put_in, rest, strict=True) for piece in pair)])
