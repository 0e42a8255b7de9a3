"""Replicate, played by a local server: bought once, asked for as often as need be, fetched from nowhere private."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.providers import registry
from storyforge_site.providers.image import waiting
from storyforge_site.providers.tests.described import faults_of_answer
from storyforge_site.tests import malformed
from storyforge_site.tests.picture_wishes import Drawer, a_jpeg, a_request
from storyforge_site.tests.players import replicate
from storyforge_site.tests.vendor import Answer, Asked, Script, vendor

BEGIN = "/v1/models/black-forest-labs/flux-schnell/predictions"
POLL = "/v1/predictions/p1"


def house(polled: Callable[[int], dict[str, Any]], *, begun: Answer | None = None) -> Script:
    """A vendor that begins "p1" and answers the nth poll with `polled(n)`."""
    polls = iter(range(1000))

    def script(asked: Asked, before: int) -> Answer:
        if asked.path == BEGIN:
            return begun or Answer({"id": "p1", "status": "starting"}, status=201)
        if asked.path == POLL:
            return Answer(polled(next(polls)))
        return Answer(b"picture", headers={"Content-Type": "image/png"})

    return script


@pytest.fixture(autouse=True)
def at_replicate(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.IMAGE_PROVIDER, settings.REPLICATE_API_KEY = ["replicate"], replicate.KEY
    settings.IMAGE_TIMEOUT = 3.0
    monkeypatch.setattr(waiting, "_POLL_SECONDS", 0.05)


def test_a_prediction_is_begun_once_and_asked_for_until_it_is_there(settings: Any) -> None:
    def polled(nth: int) -> dict[str, Any]:
        return {"status": "processing"} if nth < 2 else {"status": "succeeded", "output": [f"{made.url}/out.png"]}

    drawer = Drawer()
    with vendor(house(polled)) as made:
        settings.REPLICATE_BASE_URL = made.url
        result = registry.image_model().generate(a_request(ticket=drawer))

    assert (result.data, result.usage.vendor_id, result.usage.pictures) == (b"picture", "p1", 1)
    assert [(asked.method, asked.path) for asked in made.asked] == [
        ("POST", BEGIN),
        *[("GET", POLL)] * 3,
        ("GET", "/v1/out.png"),
    ]
    assert made.asked[0].body["input"]["seed"] == 7
    assert made.asked[0].headers["authorization"] == f"Bearer {replicate.KEY}"
    assert drawer.kept == {"replicate": "p1"}


def test_after_a_restart_the_prediction_in_the_making_is_asked_for(settings: Any) -> None:
    with vendor(house(lambda nth: {"status": "succeeded", "output": f"{made.url}/out.png"})) as made:
        settings.REPLICATE_BASE_URL = made.url
        registry.image_model().generate(a_request(ticket=Drawer(replicate="p1")))

    assert [asked.path for asked in made.asked] == [POLL, "/v1/out.png"]


def test_one_that_failed_by_itself_is_begun_again(settings: Any) -> None:
    def polled(nth: int) -> dict[str, Any]:
        return {"status": "failed"} if nth == 0 else {"status": "succeeded", "output": f"{made.url}/out.png"}

    with vendor(house(polled)) as made:
        settings.REPLICATE_BASE_URL = made.url
        registry.image_model().generate(a_request(ticket=Drawer()))

    assert len(made.asked_at(BEGIN)) == 2


@pytest.mark.parametrize(
    ("polled", "begun", "code", "bought"),
    [
        ({"status": "failed", "error": "NSFW content detected"}, None, Code.SAFETY_OUTPUT, 1),
        ({"status": "aborted"}, None, Code.IMAGE_FAILED, 3),
        ({"status": "succeeded", "output": [{"url": 1}]}, None, Code.IMAGE_FAILED, 1),
        ({}, Answer(status=500), Code.IMAGE_FAILED, 1),  # it may have been begun
        ({}, Answer(status=429, headers={"Retry-After": "0"}), Code.IMAGE_RATE_LIMIT, 3),  # it was not
        ({}, Answer({"id": "../../files"}, status=201), Code.IMAGE_FAILED, 1),
        ({}, Answer(status=402), Code.PROVIDER_UNAVAILABLE, 1),
    ],
)
def test_every_failure_has_its_code(
    settings: Any, polled: dict[str, Any], begun: Answer | None, code: Code, bought: int
) -> None:
    with vendor(house(lambda nth: polled, begun=begun)) as made:
        settings.REPLICATE_BASE_URL = made.url
        with pytest.raises(StoryforgeError) as failure:
            registry.image_model().generate(a_request(ticket=Drawer()))

    assert failure.value.code is code
    assert len(made.asked_at(BEGIN)) == bought


def test_what_takes_too_long_is_stopped(settings: Any) -> None:
    settings.IMAGE_TIMEOUT = 0.3
    with vendor(house(lambda nth: {"status": "processing"})) as made:
        settings.REPLICATE_BASE_URL = made.url
        with pytest.raises(StoryforgeError) as failure:
            registry.image_model().generate(a_request())

    assert failure.value.code is Code.IMAGE_TIMEOUT
    assert f"{POLL}/cancel" in [asked.path for asked in made.asked[-2:]]


@pytest.mark.parametrize(
    ("ended", "kept"),
    [({"status": "canceled"}, ""), ({"status": "processing"}, "p1")],
    ids=["stopped", "cannot be stopped"],
)
def test_what_was_stopped_is_asked_for_no_more(settings: Any, ended: dict[str, Any], kept: str) -> None:
    settings.IMAGE_TIMEOUT, drawer = 0.3, Drawer()
    with vendor(stopping(ended)) as made:
        settings.REPLICATE_BASE_URL = made.url
        with pytest.raises(StoryforgeError):
            registry.image_model().generate(a_request(ticket=drawer))

    assert drawer.kept == {"replicate": kept}


def test_what_was_ready_before_it_could_be_stopped_is_taken(settings: Any) -> None:
    settings.IMAGE_TIMEOUT = 0.3
    with vendor(stopping({"status": "succeeded", "output": ["{here}/p1.png"]})) as made:
        settings.REPLICATE_BASE_URL = made.url
        result = registry.image_model().generate(a_request(ticket=Drawer()))

    assert result.data == b"picture"
    assert len(made.asked_at(BEGIN)) == 1


def stopping(ended: dict[str, Any]) -> Script:
    """In the making until somebody stops it, and then so."""
    stopped: list[Asked] = []

    def script(asked: Asked, before: int) -> Answer:
        if asked.path == BEGIN:
            return Answer({"id": "p1", "status": "starting"}, status=201)
        if asked.path == f"{POLL}/cancel":
            stopped.append(asked)
            return Answer({"id": "p1"})
        if asked.path == POLL:
            here = json.dumps(ended).replace("{here}", f"http://{asked.headers['host']}")
            return Answer(json.loads(here) if stopped else {"status": "processing"})
        return Answer(b"picture")

    return script


@pytest.mark.parametrize("field", ["input_image", "image_input[]"])
def test_the_heroes_go_along_in_the_field_that_the_model_has(settings: Any, field: str) -> None:
    settings.REPLICATE_REFERENCE_FIELD = field
    large = a_jpeg(1400, busy=True)
    player = replicate.Replicate(looks=0)
    with vendor(lambda asked, before: player.picture(asked, lambda: b"picture") or Answer(status=404)) as made:
        settings.REPLICATE_BASE_URL = made.url
        registry.image_model().generate(a_request(references=[large]))

    sent = made.asked[0].body["input"][field.removesuffix("[]")]
    address = sent[0] if field.endswith("[]") else sent
    assert registry.image_model_takes_references()
    assert base64.b64decode(address.removeprefix("data:image/jpeg;base64,"))[:2] == b"\xff\xd8"
    assert len(address) < 256_000 < len(large)


def test_a_model_without_such_a_field_is_told_in_words(settings: Any) -> None:
    player = replicate.Replicate(looks=0)
    with vendor(lambda asked, before: player.picture(asked, lambda: b"picture") or Answer(status=404)) as made:
        settings.REPLICATE_BASE_URL = made.url
        registry.image_model().generate(a_request(references=[a_jpeg()]))

    assert set(made.asked[0].body["input"]) == {"prompt", "seed", "aspect_ratio", "output_format"}
    assert "comes along" not in made.asked[0].body["input"]["prompt"]
    assert not registry.image_model_takes_references()


@pytest.mark.parametrize("place", [BEGIN, POLL])
def test_no_answer_is_too_odd_to_be_read_and_none_buys_twice(settings: Any, place: str) -> None:
    settings.IMAGE_MAX_RETRIES, settings.BREAKER_FAILURES, settings.IMAGE_TIMEOUT = 1, 10_000, 10.0
    output = {"output": ["http://127.0.0.1:9/out.png"], "error": None} if place == POLL else {}
    odd = list(malformed.answers({"id": "p1", "status": "succeeded" if output else "starting", **output}))
    turn = malformed.Turn(lambda: registry.image_model().generate(a_request(ticket=Drawer())).usage)
    right = house(lambda nth: {"status": "succeeded", "output": f"{made.url}/out.png"})
    with vendor(lambda asked, before: odd[turn.nth] if asked.path == place else right(asked, before)) as made:
        settings.REPLICATE_BASE_URL = made.url
        malformed.require_read_or_refused(odd, turn, (Code.IMAGE_FAILED,))

    assert len(made.asked_at(BEGIN)) == len(odd)


def test_what_is_kept_and_is_no_ticket_is_not_asked_for(settings: Any) -> None:
    with vendor(house(lambda nth: {"status": "succeeded", "output": f"{made.url}/out.png"})) as made:
        settings.REPLICATE_BASE_URL = made.url
        registry.image_model().generate(a_request(ticket=Drawer(replicate="../../files")))

    assert made.asked[0].path == BEGIN


def test_the_player_answers_as_described_and_refuses_what_is_wrong() -> None:
    player = replicate.Replicate(looks=0)
    headers = {"authorization": f"Bearer {replicate.KEY}", "host": "127.0.0.1:1"}

    def answered(method: str, path: str, body: dict[str, Any]) -> Answer:
        found = player.picture(Asked(path, headers, body, method), lambda: b"picture")
        assert found
        return found

    begun = answered("POST", BEGIN, {"input": {"prompt": "a fox"}})
    assert faults_of_answer("replicate", "POST", BEGIN, begun.body) == []
    assert faults_of_answer("replicate", "GET", POLL, answered("GET", POLL, {}).body) == []
    assert faults_of_answer("replicate", "POST", f"{POLL}/cancel", answered("POST", f"{POLL}/cancel", {}).body) == []
    assert answered("POST", BEGIN, {"input": {"prompt": "a fox"}, "seed": 1}).status == 422
    headers["authorization"] = "Bearer another"
    assert answered("POST", BEGIN, {"input": {"prompt": "a fox"}}).status == 401
