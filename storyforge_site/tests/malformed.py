"""Answers as nobody should send them: not JSON at all, or with a wrong type somewhere in a right one."""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.storable import is_storable
from storyforge_site.providers.contracts import Usage
from storyforge_site.tests.vendor import Answer

NOT_JSON = [
    b"",
    b"null",
    b"[]",
    b'"a story"',
    b'{"choices": [{"mess',
    b"<html><body>502 Bad Gateway</body></html>",
    b"\xff\xfe{}",
    b"{}",
    b'{"error": {"message": "overloaded"}}',
    b"[" * 100_000,
    b'{"n": ' + b"9" * 5_000 + b"}",
]
_WRONG: list[Any] = [None, True, -1, 10**40, 1.5, "", "x\x00\ud800", [], [None], [[]], {}, {"x": None}]


def answers(good: dict[str, Any]) -> Iterator[Answer]:
    """`good` with each of its values in turn replaced by each wrong one, and what is no answer at all."""
    for body in NOT_JSON:
        yield Answer(body)
    for path in _paths(good):
        for wrong in _WRONG:
            yield Answer(_with(good, path, wrong))


def require_read_or_refused(odd: Sequence[Answer], ask: Callable[[], Usage], codes: Collection[Code]) -> None:
    """`ask` is called once for each of them: it returns a usage that can be stored, or raises one of `codes`."""
    for answer in odd:
        try:
            usage = ask()
        except StoryforgeError as error:
            assert error.code in codes, answer  # noqa: PT017
        else:
            assert is_storable([usage.model, usage.vendor_id]), answer
            assert max(usage.input_tokens, usage.output_tokens) < 2**31, answer


class Turn:
    """For a vendor that is asked several times: `nth` is the odd answer whose turn it is."""

    def __init__(self, ask: Callable[[], Usage]) -> None:
        self.ask, self.nth = ask, -1

    def __call__(self) -> Usage:
        self.nth += 1
        return self.ask()


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield from _paths(inner, (*path, step))


def _with(good: dict[str, Any], path: tuple[Any, ...], wrong: Any) -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(good))
    at: Any = copy
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = wrong
    return copy
