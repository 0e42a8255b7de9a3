"""fal, played by a local server: put into the queue once, asked for at the addresses it named, fetched from there."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.providers import registry
from storyforge_site.providers.contracts import Usage
from storyforge_site.providers.image import waiting
from storyforge_site.providers.tests.described import faults_of_answer
from storyforge_site.tests import malformed
from storyforge_site.tests.picture_wishes import Drawer, a_jpeg, a_request
from storyforge_site.tests.players import fal
from storyforge_site.tests.vendor import Answer, Asked, Script, Vendor, vendor

REQUEST = "/fal-ai/bytedance/requests/request-1"


def house(player: fal.Fal, **instead: Callable[[Asked], Answer]) -> Script:
    """The vendor, with other answers to some requests: `begin`, `status`, `result`, `cancel`, `file`."""
    places = {"begin": fal.MODEL, "status": f"{REQUEST}/status", "result": REQUEST, "cancel": f"{REQUEST}/cancel"}

    def script(asked: Asked, before: int) -> Answer:
        for name, answer in instead.items():
            if asked.path == places.get(name, "/files/request-1.png"):
                return answer(asked)
        return player.picture(asked, lambda: b"picture") or Answer(status=404)

    return script


def at(made: Vendor) -> str:
    return f"http://127.0.0.1:{made.port}"


@pytest.fixture(autouse=True)
def at_fal(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.IMAGE_PROVIDER, settings.FAL_API_KEY = ["fal"], fal.KEY
    settings.FAL_MODEL, settings.FAL_REFERENCE_MODEL = fal.MODEL[1:], fal.SIBLING[1:]
    settings.IMAGE_TIMEOUT = 3.0
    monkeypatch.setattr(waiting, "_POLL_SECONDS", 0.02)


def test_a_request_is_put_in_once_and_asked_for_where_the_vendor_said(settings: Any) -> None:
    drawer = Drawer()
    with vendor(house(fal.Fal(looks=2))) as made:
        settings.FAL_BASE_URL = at(made)
        result = registry.image_model().generate(a_request(ticket=drawer))

    assert (result.data, result.usage.vendor_id, result.usage.pictures) == (b"picture", "request-1", 1)
    assert result.usage.model == fal.MODEL[1:]
    assert [(asked.method, asked.path) for asked in made.asked] == [
        ("POST", fal.MODEL),
        *[("GET", f"{REQUEST}/status")] * 3,
        ("GET", REQUEST),
        ("GET", "/files/request-1.png"),
    ]
    assert (made.asked[0].body["seed"], made.asked[0].body["enable_safety_checker"]) == (7, True)
    assert json.loads(drawer.kept["fal"])["status_url"] == f"{at(made)}{REQUEST}/status"


def test_after_a_restart_the_one_in_the_queue_is_asked_for(settings: Any) -> None:
    player, drawer = fal.Fal(), Drawer()
    with vendor(house(player)) as made:
        settings.FAL_BASE_URL = at(made)
        registry.image_model().generate(a_request(ticket=drawer))
        again = registry.image_model().generate(a_request(ticket=Drawer(**drawer.kept)))

    assert again.usage.vendor_id == "request-1"
    assert len(made.asked_at(fal.MODEL)) == 1


def test_one_that_is_gone_from_the_queue_is_begun_anew(settings: Any) -> None:
    with vendor(house(fal.Fal())) as made:
        settings.FAL_BASE_URL = at(made)
        address = f"{at(made)}/fal-ai/bytedance/requests/long-ago"
        named = {"status_url": f"{address}/status", "response_url": address, "cancel_url": f"{address}/cancel"}
        kept = json.dumps({"request_id": "long-ago", "model": fal.MODEL[1:], **named})
        result = registry.image_model().generate(a_request(ticket=Drawer(fal=kept)))

    assert (result.usage.vendor_id, len(made.asked_at(fal.MODEL))) == ("request-1", 1)


@pytest.mark.parametrize("kept", ["", "p1", "[]", '{"request_id": 1}', "[" * 100_000])
def test_a_ticket_that_cannot_be_read_is_none(settings: Any, kept: str) -> None:
    with vendor(house(fal.Fal())) as made:
        settings.FAL_BASE_URL = at(made)
        registry.image_model().generate(a_request(ticket=Drawer(fal=kept)))

    assert len(made.asked_at(fal.MODEL)) == 1


def test_the_heroes_go_along_to_the_model_that_paints_by_them(settings: Any) -> None:
    with vendor(house(fal.Fal())) as made:
        settings.FAL_BASE_URL = at(made)
        result = registry.image_model().generate(a_request(references=[a_jpeg()]))

    assert (registry.image_model_takes_references(), result.usage.model) == (True, fal.SIBLING[1:])
    assert made.asked[0].path == fal.SIBLING
    assert made.asked[0].body["image_urls"][0].startswith("data:image/jpeg;base64,")


def test_without_such_a_model_words_must_do(settings: Any) -> None:
    settings.FAL_REFERENCE_MODEL = ""
    with vendor(house(fal.Fal())) as made:
        settings.FAL_BASE_URL = at(made)
        registry.image_model().generate(a_request(references=[a_jpeg()]))

    assert (registry.image_model_takes_references(), made.asked[0].path) == (False, fal.MODEL)


@pytest.mark.parametrize(
    ("place", "answer", "code", "bought"),
    [
        ("begin", fal.refused("content_policy_violation", "unsafe"), Code.SAFETY_OUTPUT, 1),
        ("begin", Answer(status=429, headers={"Retry-After": "0"}), Code.IMAGE_RATE_LIMIT, 3),  # it was not taken
        ("begin", Answer(status=500), Code.IMAGE_FAILED, 1),  # it may have been
        ("begin", Answer(status=403), Code.PROVIDER_UNAVAILABLE, 1),
        ("begin", fal.refused("value_error", "no"), Code.IMAGE_FAILED, 1),
        ("status", Answer({"status": "COMPLETED", "error": "GPU lost", "error_type": "x"}), Code.IMAGE_FAILED, 3),
        ("status", Answer({"status": "COMPLETED", "error": "content_policy_violation"}), Code.SAFETY_OUTPUT, 1),
        ("status", Answer({"status": ["COMPLETED"]}), Code.IMAGE_FAILED, 1),
        ("status", Answer({"detail": "Request not found"}, status=404), Code.IMAGE_FAILED, 3),
        ("result", fal.refused("content_policy_violation", "unsafe"), Code.SAFETY_OUTPUT, 1),
        ("result", Answer({"images": [{"url": "x"}], "has_nsfw_concepts": [True]}), Code.SAFETY_OUTPUT, 1),
        ("result", Answer({"images": [], "seed": 1}), Code.IMAGE_FAILED, 1),
        ("result", Answer({"images": {"url": "x"}}), Code.IMAGE_FAILED, 1),
        ("result", Answer({"images": [{"url": 7}]}), Code.IMAGE_FAILED, 1),
        ("result", Answer(status=404), Code.IMAGE_FAILED, 1),
    ],
)
def test_every_failure_has_its_code(settings: Any, place: str, answer: Answer, code: Code, bought: int) -> None:
    settings.IMAGE_TIMEOUT = 2.0
    player = fal.Fal(looks=0)

    def script(asked: Asked, before: int) -> Answer:
        is_there = {
            "begin": asked.path == fal.MODEL,
            "status": asked.path.endswith("/status"),
            "result": "/requests/" in asked.path and not asked.path.endswith("/status"),
        }
        return answer if is_there[place] else player.picture(asked, lambda: b"picture") or Answer(status=404)

    with vendor(script) as made:
        settings.FAL_BASE_URL = at(made)
        with pytest.raises(StoryforgeError) as failure:
            registry.image_model().generate(a_request(ticket=Drawer()))

    assert failure.value.code is code
    assert len(made.asked_at(fal.MODEL)) == bought


@pytest.mark.parametrize(("said", "asked_for"), [("true", 3), ("false", 1)])
def test_the_vendors_word_on_trying_again_counts(settings: Any, said: str, asked_for: int) -> None:
    gone = Answer(status=504, headers={"X-Fal-Retryable": said, "Retry-After": "0"})
    with vendor(house(fal.Fal(looks=0), result=lambda asked: gone)) as made:
        settings.FAL_BASE_URL = at(made)
        with pytest.raises(StoryforgeError) as failure:
            registry.image_model().generate(a_request(ticket=Drawer()))

    assert failure.value.kind is (Kind.RETRYABLE if said == "true" else Kind.PERMANENT)
    assert (len(made.asked_at(REQUEST)), len(made.asked_at(fal.MODEL))) == (asked_for, 1)


@pytest.mark.parametrize("place", ["begin", "status", "result"])
def test_no_answer_is_too_odd_to_be_read_and_none_buys_twice(settings: Any, place: str) -> None:
    settings.IMAGE_MAX_RETRIES, settings.BREAKER_FAILURES = 1, 10_000
    settings.IMAGE_TIMEOUT = 0.6 if place == "status" else 10.0  # some of these go on for ever
    named = {name: f"http://127.0.0.1:9/{name}" for name in ("status_url", "response_url", "cancel_url")}
    good: dict[str, dict[str, Any]] = {
        "begin": {"status": "IN_QUEUE", "request_id": "request-1", **named},
        "status": {"status": "COMPLETED", "error": None, "error_type": None},
        "result": {"images": [{"url": "http://127.0.0.1:9/out.png"}], "seed": 1, "has_nsfw_concepts": [False]},
    }
    odd = list(malformed.answers(good[place]))

    def ask() -> Usage:
        player.begun.clear()
        return registry.image_model().generate(a_request(ticket=Drawer())).usage

    player, turn = fal.Fal(looks=0), malformed.Turn(ask)
    with vendor(house(player, **{place: lambda asked: odd[turn.nth]})) as made:
        settings.FAL_BASE_URL = at(made)
        malformed.require_read_or_refused(odd, turn, (Code.IMAGE_FAILED, Code.IMAGE_TIMEOUT, Code.SAFETY_OUTPUT))

    assert len(made.asked_at(fal.MODEL)) <= len(odd)  # on a busy machine one may run out of time before it is asked


def test_what_it_was_told_is_not_quoted(settings: Any) -> None:
    fault = {"loc": ["body"], "msg": "no", "type": "value_error", "input": {"prompt": "a dragon in a red coat"}}
    with vendor(house(fal.Fal(), begin=lambda asked: Answer({"detail": [fault]}, status=422))) as made:
        settings.FAL_BASE_URL = at(made)
        with pytest.raises(StoryforgeError) as failure:
            registry.image_model().generate(a_request())

    assert "value_error" in failure.value.note
    assert "red coat" not in failure.value.note


def test_addresses_on_another_host_are_not_shown_our_key(settings: Any) -> None:
    with vendor(lambda asked, before: Answer()) as stranger:
        named = dict.fromkeys(("status_url", "response_url", "cancel_url"), f"{stranger.url}/steal")
        begun = Answer({"status": "IN_QUEUE", "request_id": "request-1", **named})
        with vendor(house(fal.Fal(), begin=lambda asked: begun)) as made:
            settings.FAL_BASE_URL = at(made)
            with pytest.raises(StoryforgeError) as failure:
                registry.image_model().generate(a_request())

    assert failure.value.code is Code.IMAGE_FAILED
    assert stranger.asked == []


def test_what_takes_too_long_is_taken_out_of_the_queue(settings: Any) -> None:
    settings.IMAGE_TIMEOUT = 0.3
    with vendor(house(fal.Fal(looks=1000))) as made:
        settings.FAL_BASE_URL = at(made)
        with pytest.raises(StoryforgeError) as failure:
            registry.image_model().generate(a_request())

    assert failure.value.code is Code.IMAGE_TIMEOUT
    assert ("PUT", f"{REQUEST}/cancel") in [(asked.method, asked.path) for asked in made.asked[-2:]]


def test_the_player_answers_as_described() -> None:
    player = fal.Fal(looks=0)
    headers = {"authorization": f"Key {fal.KEY}", "host": "127.0.0.1:1"}

    def answered(method: str, path: str, body: dict[str, Any]) -> Any:
        found = player.picture(Asked(path, headers, body, method), lambda: b"picture")
        return found.body if found else None

    begun = answered("POST", fal.MODEL, {"prompt": "a fox"})
    assert faults_of_answer("fal", "POST", fal.MODEL, begun) == []
    described = f"{fal.MODEL}/requests/request-1"
    for end in ("/status", ""):
        assert faults_of_answer("fal", "GET", described + end, answered("GET", REQUEST + end, {})) == []
    assert "detail" in answered("POST", fal.MODEL, {"prompt": "a fox", "no_such_field": 1})
