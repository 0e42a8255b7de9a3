"""Replicate, played by a local server: bought once, asked for as often as need be, fetched from nowhere private."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.providers import registry
from storyforge_site.providers.contracts import ImageRequest
from storyforge_site.providers.image import replicate
from storyforge_site.providers.scene import Scene, Setting
from storyforge_site.tests.vendor import Answer, Asked, Script, vendor

BEGIN = "/v1/models/black-forest-labs/flux-schnell/predictions"
POLL = "/v1/predictions/p1"


class Drawer:
    """A ticket in memory."""

    def __init__(self, **kept: str) -> None:
        self.kept = kept

    def read(self, provider: str) -> str:
        return self.kept.get(provider, "")

    def write(self, provider: str, vendor_id: str) -> None:
        self.kept[provider] = vendor_id


def a_request(**fields: Any) -> ImageRequest:
    return replace(ImageRequest("a dragon", "text", "cartoon", 7, Scene(Setting.LAKE), ()), **fields)


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
    settings.IMAGE_PROVIDER, settings.REPLICATE_API_KEY = ["replicate"], "key-1"
    settings.IMAGE_TIMEOUT = 3.0
    monkeypatch.setattr(replicate, "_POLL_SECONDS", 0.05)


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
    assert made.asked[0].headers["authorization"] == "Bearer key-1"
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
    assert made.asked[-1].path == f"{POLL}/cancel"
