"""What a row of the contract says. The rows stand in the modules beside this one, by area, in the order of API.md."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from storyforge_site.lib.errors import Code
from storyforge_site.tests.contract.shape import Shape
from storyforge_site.tests.contract.world import World


@dataclass(frozen=True, slots=True)
class Of:
    """In a body: an id of Alice's world."""

    name: str


@dataclass(frozen=True, slots=True)
class Photo:
    """In a form: a file, by its bytes; a good picture unless said otherwise."""

    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Field:
    """What a field may hold, at both ends of its range, and what is refused with 422 and its name."""

    good: tuple[Any, ...] = ()
    bad: tuple[Any, ...] = ()
    required: bool = False
    named: str = ""  # the field that the refusal names, where it is another one or an item of this


@dataclass(frozen=True, slots=True)
class File:
    """An answer that is not JSON: its type, how it begins, and the name a person would give it."""

    media_type: str
    beginning: bytes
    name: str = ""


def nothing(world: World) -> None:
    """All is as `world` has it."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Another answer than the good one, and what brings it about."""

    code: Code
    status: int
    when: Callable[[World], None] = nothing
    change: dict[str, Any] = field(default_factory=dict)  # of the body
    ids: dict[str, str] = field(default_factory=dict)  # of the path
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    method: str
    path: str  # as API.md writes it
    status: int
    answer: Shape | File | None
    case: str = ""  # which of several answers
    body: dict[str, Any] | None = None
    query: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, Field] = field(default_factory=dict)  # of the body, or where there is none of the query
    refusals: tuple[Refusal, ...] = ()
    given: Callable[[World], None] = nothing
    ids: dict[str, str] = field(default_factory=dict)  # in the path: what is called otherwise in `world`
    settings: dict[str, Any] = field(default_factory=dict)
    headers: tuple[str, ...] = ()  # that the answer carries
    keyed: bool = False  # takes Idempotency-Key
    open_to_all: bool = False
    multipart: bool = False

    def __str__(self) -> str:
        return " ".join(filter(None, (self.method, self.path, self.case)))

    @property
    def takes_a_body(self) -> bool:
        return self.method in ("POST", "PATCH")

    def wishes(self) -> Iterator[dict[str, Any]]:
        """Requests that together hold every good value of every field: the first of each, the second of each, …"""
        for index in range(max((len(rule.good) for rule in self.fields.values()), default=0)):
            sent = self.sent
            for name, rule in self.fields.items():
                if rule.good:
                    sent = _with(sent, name, rule.good[index % len(rule.good)])
            yield sent

    def mistakes(self) -> Iterator[tuple[str, dict[str, Any], str]]:
        """Every bad one, and the field that its refusal names."""
        for name, rule in self.fields.items():
            if rule.required:
                yield f"without {name}", _without(self.sent, name), name
            for value in rule.bad:
                yield f"{name}={_short(value)}", _with(self.sent, name, value), rule.named or name
        if self.takes_a_body or self.query or self.fields:
            yield "with a field too many", {**self.sent, "surplus": "1"}, "surplus"

    @property
    def sent(self) -> dict[str, Any]:
        return (self.body or {}) if self.takes_a_body else self.query


def _with(body: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
    """`name` is a dotted path."""
    first, _dot, rest = name.partition(".")
    return {**body, first: _with(body.get(first, {}), rest, value) if rest else value}


def _without(body: dict[str, Any], name: str) -> dict[str, Any]:
    first, _dot, rest = name.partition(".")
    if rest:
        return {**body, first: _without(body[first], rest)}
    return {key: value for key, value in body.items() if key != first}


def _short(value: Any) -> str:
    said = repr(value)
    return said if len(said) <= 40 else f"{said[:30]}… ({len(value)})"
