"""Asking what a row says, through the whole stack: a bearer token, bytes on the wire, our problem answers."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.test import override_settings
from rest_framework.test import APIClient

from characters.tests.factories import a_portrait, as_bytes, upload
from storyforge_site.tests.contract.shape import COUNT, TEXT, Matching, faults
from storyforge_site.tests.contract.table import Of, Photo, Row
from storyforge_site.tests.contract.world import World

PROBLEM = {
    "type": Matching(r"https://storyforge\.invalid/problems/[a-z-]+"),
    "title": TEXT,
    "status": COUNT,
    "detail": TEXT,
    "code": Matching("[A-Z_]+"),
    "request_id": TEXT,
}
ALICE, BOB, NOBODY = "alice", "bob", ""


@contextmanager
def put_back() -> Iterator[None]:
    """Whatever happens within is undone in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(
    row: Row,
    world: World,
    *,
    who: str = ALICE,
    sent: dict[str, Any] | None = None,
    ids: dict[str, str] | None = None,
    settings: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> Any:
    """The answer to a request of `row`, or to one with something else `sent` or other `ids` in its path."""
    client = APIClient(raise_request_exception=False)
    if who:
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {world.tokens[who]}")
    body = _resolved(row.sent if sent is None else sent, world)
    path = _path(row, {**row.ids, **(ids or {})}, world)
    options: dict[str, Any] = {"headers": {"Accept-Language": "en", **(headers or {})}}
    if row.takes_a_body:
        options["format"] = "multipart" if row.multipart else "json"
    with override_settings(**{**row.settings, **(settings or {})}):
        return getattr(client, row.method.lower())(path, body, **options)


def refusal(answer: Any) -> tuple[int, str, list[str]]:
    """Status, code and the fields named of a problem that looks as every problem does."""
    problem = answer.json()
    shape = PROBLEM | ({"errors": [{"field": str, "message": TEXT}]} if "errors" in problem else {})
    assert list(faults(shape, problem)) == []
    assert answer["Content-Type"] == "application/problem+json"
    assert (problem["status"], problem["request_id"]) == (answer.status_code, answer["X-Request-ID"])
    return answer.status_code, problem["code"], [error["field"] for error in problem.get("errors", ())]


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def _path(row: Row, ids: dict[str, str], world: World) -> str:
    """`ids` say by which name the world knows what stands in the path; one it does not know stands for itself."""
    return re.sub(r"\{(\w+)\}", lambda found: _id(ids.get(found[1], found[1]), world), row.path)


def _id(name: str, world: World) -> str:
    return world.ids.get(name, name)


def _resolved(value: Any, world: World) -> Any:
    if isinstance(value, Of):
        return world.ids[value.name]
    if isinstance(value, Photo):
        return upload(value.data or as_bytes(a_portrait(128)))
    if isinstance(value, dict):
        return {name: _resolved(inner, world) for name, inner in value.items()}
    return [_resolved(inner, world) for inner in value] if isinstance(value, list) else value
