"""Every row of the contract, asked: what it answers, what it takes, what it refuses and in which words.

A row stands for one line of API.md, and every endpoint has one. Whatever a request changes is put back after it, so one
world serves a whole row.
"""

import re
from typing import Any

import pytest

from storyforge_site.accounts.models import User
from storyforge_site.lib.errors import Code
from storyforge_site.tests.contract import accounts, books, characters, credits, library, operations, streak, studio
from storyforge_site.tests.contract.asking import BOB, NOBODY, ask, content_of, put_back, refusal
from storyforge_site.tests.contract.shape import faults
from storyforge_site.tests.contract.table import File, Row
from storyforge_site.tests.contract.world import World, a_world
from storyforge_site.tests.endpoints import endpoints

pytestmark = pytest.mark.django_db

AREAS = (accounts, books, characters, library, credits, streak, studio)
ROWS = tuple(row for area in AREAS for row in area.ROWS)
A_PAGE = {"page_number": "1", "n": "1"}
every_row = pytest.mark.parametrize("row", ROWS, ids=str)


@pytest.fixture
def world(db: None) -> World:
    return a_world()


def test_every_endpoint_has_its_row() -> None:
    written = {f"{row.method} {_without_names(row.path)}" for row in (*ROWS, *operations.ROWS)}

    assert written == {f"{each.method} {_without_names(each.path)}" for each in endpoints()}


def _without_names(path: str) -> str:
    return re.sub(r"\{\w+\}", "{}", path)


@every_row
def test_it_answers_as_written(row: Row, world: World) -> None:
    row.given(world)

    answer = ask(row, world)

    assert answer.status_code == row.status, answer.content
    assert [name for name in row.headers if not answer[name]] == []
    if isinstance(row.answer, File):
        assert answer["Content-Type"] == row.answer.media_type
        assert content_of(answer).startswith(row.answer.beginning)
        assert row.answer.name in answer.get("Content-Disposition", "")
    elif row.answer is None:
        assert answer.content == b""
    else:
        assert answer["Content-Type"] == "application/json"
        assert list(faults(row.answer, answer.json())) == []


@pytest.mark.parametrize("row", [row for row in ROWS if any(row.wishes())], ids=str)
def test_it_takes_both_ends_of_every_range(row: Row, world: World) -> None:
    row.given(world)

    for sent in row.wishes():
        with put_back():
            answer = ask(row, world, sent=sent)
            assert answer.status_code == row.status, answer.content


@pytest.mark.parametrize("row", [row for row in ROWS if any(row.mistakes())], ids=str)
def test_it_names_the_field_that_is_wrong(row: Row, world: World) -> None:
    row.given(world)
    got, expected = {}, {}
    for mistake, sent, field in row.mistakes():
        expected[mistake] = (422, "VALIDATION", [field])
        with put_back():
            got[mistake] = refusal(ask(row, world, sent=sent))

    assert got == expected


@pytest.mark.parametrize("row", [row for row in ROWS if row.refusals], ids=str)
def test_it_refuses_as_written(row: Row, world: World) -> None:
    row.given(world)
    got = []
    for refused in row.refusals:
        with put_back():
            refused.when(world)
            answer = ask(row, world, sent={**row.sent, **refused.change}, ids=refused.ids, settings=refused.settings)
            got.append(refusal(answer)[:2])

    assert got == [(refused.status, refused.code) for refused in row.refusals]


def test_strangers_are_asked_to_sign_in() -> None:
    empty = World(User(), {}, {})
    asked = [row for row in ROWS if not row.open_to_all]
    got = {str(row): refusal(ask(row, empty, who=NOBODY, sent={}, ids=A_PAGE)) for row in asked}

    assert got == dict.fromkeys(got, (401, "UNAUTHENTICATED", []))


@pytest.mark.parametrize("row", [row for row in ROWS if "{" in row.path], ids=str)
def test_what_is_somebody_elses_was_never_there(row: Row, world: World) -> None:
    row.given(world)
    unknown = dict.fromkeys(re.findall(r"{(\w+)}", row.path), "x_unknown") | A_PAGE

    foreign, missing = ask(row, world, who=BOB), ask(row, world, who=BOB, ids=unknown)

    assert refusal(foreign) == (404, "NOT_FOUND", [])
    assert _without_id(foreign) == _without_id(missing)


def _without_id(answer: Any) -> bytes:
    said: bytes = answer.content
    return said.replace(answer["X-Request-ID"].encode(), b"")


@pytest.mark.parametrize("row", [row for row in ROWS if row.keyed], ids=str)
def test_a_key_is_answered_once(row: Row, world: World) -> None:
    row.given(world)

    first, again, other = (
        ask(row, world, sent=sent, headers={header: "tap-1"})
        for sent, header in (
            (row.sent, "Idempotency-Key"),
            (row.sent, "X-Idempotency-Key"),
            ({**row.sent, "surplus": "1"}, "Idempotency-Key"),
        )
    )

    assert (first.status_code, first.content) == (row.status, again.content)
    assert again.status_code == row.status
    assert refusal(other) == (422, "IDEMPOTENCY_MISMATCH", [])


def test_every_handler_that_takes_a_key_is_asked_with_one() -> None:
    keyed = {f"{row.method} {_without_names(row.path)}" for row in ROWS if row.keyed}

    assert keyed == {f"{each.method} {_without_names(each.path)}" for each in endpoints() if each.takes_a_key}


def test_what_an_endpoint_says_it_refuses_is_what_it_does() -> None:
    """Beside what any endpoint may meet."""
    anywhere = {Code.VALIDATION, Code.RATE_LIMITED, Code.PAYLOAD_TOO_LARGE}
    written: dict[str, set[Code]] = {}
    for row in ROWS:
        shared = anywhere | ({Code.NOT_FOUND} if "{" in row.path else set())
        of_row = written.setdefault(f"{row.method} {_without_names(row.path)}", set())
        of_row |= {refused.code for refused in row.refusals} - shared

    assert written == {
        f"{each.method} {_without_names(each.path)}": set(each.documented["errors"])
        for each in endpoints()
        if each.documented
    }
