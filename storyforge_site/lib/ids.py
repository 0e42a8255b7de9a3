"""Ids: a type prefix, 48 bits of time and 80 random bits, e.g. `book_01k9xq3v6d8w2r5t7y9zabcdef`.

Time-ordered, so an index grows at its end; unguessable, so an id is safe to show. The body is a ULID
in lower-case Crockford base 32 (https://github.com/ulid/spec).
"""

import secrets
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_BODY_LENGTH = 26
MAX_LENGTH = 40

if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
else:
    _CharField = models.CharField


def new_id(prefix: str) -> str:
    """A fresh id such as `job_…`. `prefix` is at most 13 letters."""
    return _written(prefix, time.time_ns() // 1_000_000, secrets.randbits(80))


def first_id(prefix: str, moment: datetime) -> str:
    """No id given from `moment` on is less: what is new since then, by the index of the primary key."""
    return _written(prefix, int(moment.timestamp() * 1000), 0)


def _written(prefix: str, milliseconds: int, rest: int) -> str:
    value = milliseconds << 80 | rest
    body = "".join(_ALPHABET[value >> shift & 31] for shift in range(5 * (_BODY_LENGTH - 1), -1, -5))
    return f"{prefix}_{body}"


class PrefixedIdField(_CharField):
    """A primary key filled by `new_id(prefix)`."""

    def __init__(self, prefix: str, **kwargs: Any) -> None:
        self.prefix = prefix
        kwargs.setdefault("primary_key", True)
        kwargs.setdefault("max_length", MAX_LENGTH)
        kwargs.setdefault("editable", False)
        super().__init__(**kwargs)

    def has_default(self) -> bool:
        return True

    def get_default(self) -> str:
        return new_id(self.prefix)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, [self.prefix, *args], kwargs
