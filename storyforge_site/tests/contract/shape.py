"""What an answer looks like: the names and types of all its fields, and no field more.

A shape is a type, a value, a dictionary of shapes, a list of one shape (which holds at least one), or one of these
classes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Shape = Any


@dataclass(frozen=True, slots=True)
class Nullable:
    shape: Shape


@dataclass(frozen=True, slots=True)
class Several:
    """A list, which may be empty."""

    shape: Shape


@dataclass(frozen=True, slots=True)
class Matching:
    pattern: str


@dataclass(frozen=True, slots=True)
class Between:
    low: int
    high: int


class OneOf(tuple[Any, ...]):
    """One of these values."""

    __slots__ = ()


class Anything:
    """Whatever JSON the client gave us."""


def identity(prefix: str) -> Matching:
    return Matching(rf"(?=.{{1,60}}$){prefix}_[0-9a-z]+")


MOMENT = Matching(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")  # RFC 3339, UTC
DAY = Matching(r"\d{4}-\d\d-\d\d")
ADDRESS = Matching(r"(/|https?://).+")
TEXT = Matching(r"(?s).+")  # not empty; plain `str` may be
COUNT = Between(0, 2**31)


def faults(shape: Shape, value: Any, at: str = "answer") -> Iterator[str]:
    """Each place where `value` is not as `shape` says."""
    if isinstance(shape, Nullable):
        if value is not None:
            yield from faults(shape.shape, value, at)
    elif isinstance(shape, dict):
        yield from _fields(shape, value, at)
    elif isinstance(shape, (list, Several)):
        yield from _items(shape, value, at)
    elif not _fits(shape, value):
        yield f"{at}: {value!r} is not {shape}"


def _fields(shape: dict[str, Shape], value: Any, at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at}: {value!r} is no object"
        return
    yield from (f"{at}.{name}: missing" for name in shape.keys() - value.keys())
    yield from (f"{at}.{name}: too much" for name in value.keys() - shape.keys())
    for name in shape.keys() & value.keys():
        yield from faults(shape[name], value[name], f"{at}.{name}")


def _items(shape: "list[Shape] | Several", value: Any, at: str) -> Iterator[str]:
    of_each = shape[0] if isinstance(shape, list) else shape.shape
    if not isinstance(value, list) or (isinstance(shape, list) and not value):
        yield f"{at}: {value!r} is no list with something in it"
        return
    for index, item in enumerate(value):
        yield from faults(of_each, item, f"{at}[{index}]")


def _fits(shape: Shape, value: Any) -> bool:
    if shape is Anything:
        return True
    if isinstance(shape, type):
        return type(value) is shape  # true is no number
    if isinstance(shape, OneOf):
        return value in shape
    if isinstance(shape, Matching):
        return isinstance(value, str) and re.fullmatch(shape.pattern, value) is not None
    if isinstance(shape, Between):
        return type(value) is int and shape.low <= value <= shape.high
    return type(value) is type(shape) and bool(value == shape)
