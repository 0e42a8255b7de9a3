"""The one HTTP client against vendors that mean ill: slow, huge, elsewhere; and its breaker."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from storyforge_site.lib import deadlines, http, metering
from storyforge_site.lib.breaker import Breaker
from storyforge_site.lib.deadlines import Deadline, OutOfTime
from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.lib.http import Endpoint
from storyforge_site.lib.retry import with_retries
from storyforge_site.tests.canary import Canary, listening
from storyforge_site.tests.vendor import Answer, Asked, Vendor, vendor


def at(base_url: str, *, timeout: float = 5.0) -> Endpoint:
    return Endpoint(
        "pictures:test", base_url, {"Authorization": "secret"}, timeout, Code.IMAGE_TIMEOUT, Code.IMAGE_FAILED
    )


def refusal(endpoint: Endpoint, url: str = "") -> StoryforgeError:
    with pytest.raises(StoryforgeError) as failure:
        endpoint.download(url) if url else endpoint.post("/x", {})
    return failure.value


@pytest.fixture
def canary() -> Iterator[Canary]:
    yield from listening()


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1:{port}/",
        "https://localhost:{port}/",
        "https://2130706433:{port}/",
        "https://0x7f.1:{port}/",
        "https://[::1]:{port}/",
        "https://[::ffff:127.0.0.1]:{port}/",
        "https://[64:ff9b::7f00:1]:{port}/",
        "https://169.254.169.254/latest/meta-data/",
        "https://10.0.0.1/",
        "https://0.0.0.0:{port}/",
        "https://user@127.0.0.1:{port}/",
        "http://127.0.0.1:{port}/",
        "http://example.org/",
        "file:///etc/passwd",
        "ftp://127.0.0.1:{port}/",
        "//127.0.0.1:{port}/",
        "https://[::1",
        "https://exam\x00ple.org/",
        "https://" + "a" * 300 + ".org/",
        "",
    ],
)
def test_an_address_a_vendor_names_is_never_an_internal_one(canary: Canary, url: str) -> None:
    with vendor(lambda asked, before: Answer()) as house:
        refused = refusal(at(house.url), url.format(port=canary.port) or "x")

    assert refused.code in (Code.IMAGE_FAILED, Code.PROVIDER_UNAVAILABLE)
    assert canary.reached == []


def test_a_name_that_changes_its_mind_is_connected_where_it_was_checked(
    canary: Canary, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["93.184.215.14", "127.0.0.1", "127.0.0.1"])
    asked_for: list[str] = []

    def resolve(host: str, *args: Any, **kwargs: Any) -> list[Any]:
        asked_for.append(host)
        address = next(answers) if host == "rebinding.example" else host
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, canary.port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    refusal(at("https://configured.example", timeout=1.0), f"https://rebinding.example:{canary.port}/")

    assert asked_for.count("rebinding.example") == 1
    assert canary.reached == []


def test_a_redirect_is_not_followed(canary: Canary) -> None:
    elsewhere = Answer(status=302, headers={"Location": f"http://127.0.0.1:{canary.port}/"})
    with vendor(lambda asked, before: elsewhere) as house:
        refused = refusal(at(house.url), f"{house.url}/picture.png")

    assert refused.code is Code.IMAGE_FAILED
    assert canary.reached == []


def test_the_key_is_shown_to_the_configured_host_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with vendor(lambda asked, before: Answer({"ok": 1})) as house:
        at(house.url).post("/x", {})
        at(house.url).download(f"{house.url}/picture.png")

    assert [asked.headers.get("authorization") for asked in house.asked] == ["secret", "secret"]


@pytest.mark.parametrize(
    "answer", [Answer(b"x" * 4000, drip=0.05), Answer(delay=10)], ids=["a byte now and then", "none"]
)
def test_an_answer_has_one_deadline_from_end_to_end(answer: Answer) -> None:
    with vendor(lambda asked, before: answer) as house:
        started = time.monotonic()
        refused = refusal(at(house.url, timeout=1.0))

    assert refused.code is Code.IMAGE_TIMEOUT
    assert time.monotonic() - started < 1.0 + 2.0


def test_an_endless_answer_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storyforge_site.lib.http._MAX_ANSWER_BYTES", 10_000)
    with vendor(lambda asked, before: Answer(b"x" * 200_000)) as house:
        assert refusal(at(house.url)).code is Code.IMAGE_FAILED


# --- the breaker ------------------------------------------------------------------------------
def ask(house: Vendor, times: int) -> None:
    for _time in range(times):
        try:
            at(house.url).post("/x", {})
        except StoryforgeError:
            continue


def test_after_failures_in_a_row_no_call_goes_out_but_a_probe(settings: Any) -> None:
    settings.BREAKER_FAILURES, settings.BREAKER_PROBE_SECONDS = 5, 1
    is_well: list[bool] = []
    with vendor(lambda asked, before: Answer({}) if is_well else Answer(status=503)) as house:
        ask(house, 20)
        assert len(house.asked) == 5
        assert refusal(at(house.url)).kind is Kind.PERMANENT  # the chain goes on, a retry would not help

        time.sleep(1.1)
        ask(house, 20)
        assert len(house.asked) == 6

        is_well.append(True)
        time.sleep(1.1)
        ask(house, 20)
        assert len(house.asked) == 6 + 20


def test_a_good_answer_between_them_ends_the_row(settings: Any) -> None:
    settings.BREAKER_FAILURES = 3
    with vendor(lambda asked, before: Answer({}) if before % 3 == 2 else Answer(status=503)) as house:
        ask(house, 30)

    assert len(house.asked) == 30


def test_a_key_that_is_refused_opens_it_at_once() -> None:
    with vendor(lambda asked, before: Answer(status=401)) as house:
        ask(house, 10)

    assert len(house.asked) == 1
    assert Breaker("pictures:test").is_open()


def test_a_request_the_vendor_finds_wrong_does_not_count() -> None:
    with vendor(lambda asked, before: Answer(status=400)) as house:
        ask(house, 30)

    assert len(house.asked) == 30


def test_without_a_cache_calls_go_out(settings: Any) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:9"}
    }
    with vendor(lambda asked, before: Answer(status=503)) as house:
        ask(house, 12)

    assert len(house.asked) == 12


def test_a_vendor_that_hangs_opens_it_too(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Six painters wait a minute and a half each: failures far apart are still in a row."""
    clock = [1_000_000.0]
    monkeypatch.setattr("django.core.cache.backends.base.time.time", lambda: clock[0])
    breaker = Breaker("pictures:slow")

    for _wave in range(3):
        clock[0] += 90
        for _painter in range(3):
            breaker.failed()

    assert breaker.is_open()
    assert not breaker.is_available()
    clock[0] += settings.BREAKER_PROBE_SECONDS + 1
    assert breaker.is_available()  # whoever asks next is the probe, so this node may serve


def test_what_was_bought_is_asked_for_even_while_it_is_open() -> None:
    Breaker("pictures:test").failed(for_good=True)
    with vendor(lambda asked, before: Answer({"ok": 1})) as house:
        assert at(house.url).get("/predictions/1") == {"ok": 1}


# --- deadlines --------------------------------------------------------------------------------
def test_a_call_that_could_not_be_finished_is_not_begun() -> None:
    with vendor(lambda asked, before: Answer({})) as house, deadlines.within(1.0), pytest.raises(OutOfTime):
        at(house.url, timeout=10).post("/x", {})

    assert house.asked == []


def test_what_was_asked_is_heard_out_after_the_walk_is_given_up() -> None:
    """It was paid for: a picture in hand when another failed, or the database went, is put away."""
    deadline = Deadline.after(60)

    def give_up_and_answer(asked: Asked, before: int) -> Answer:
        deadline.given_up.set()
        return Answer({"picture": "x" * 200_000})

    with vendor(give_up_and_answer) as house, deadlines.keep(deadline):
        answer = at(house.url).post("/images", {})

        with pytest.raises(OutOfTime):
            at(house.url).post("/images", {})

    assert len(answer["picture"]) == 200_000
    assert len(house.asked) == 1


def test_no_retry_goes_out_after_the_end() -> None:
    busy = Answer(status=503, headers={"Retry-After": "5"})
    with (
        vendor(lambda asked, before: busy) as house,
        deadlines.within(4.0),
        pytest.raises(StoryforgeError, match="503"),
    ):
        with_retries(lambda: at(house.url).post("/x", {}), attempts=3)

    assert len(house.asked) == 1


# --- what may have been paid for ----------------------------------------------------------------
@pytest.mark.parametrize(
    ("answer", "taken"),
    [
        (Answer({"ok": 1}), 1),
        (Answer(b"<html>"), 1),
        (Answer(delay=2.0), 1),
        (Answer(status=400), 0),
        (Answer(status=503), 0),
        (Answer(status=502), 1),
        (Answer(status=504), 1),
        (Answer(is_reset=True), 1),
    ],
    ids=["good", "no JSON", "too late", "refused", "down", "lost by a gateway", "too late for a gateway", "reset"],
)
def test_it_is_metered_what_a_vendor_may_have_taken(answer: Answer, taken: int) -> None:
    with vendor(lambda asked, before: answer) as house, metering.meter() as meter, suppress(StoryforgeError):
        at(house.url, timeout=0.5).post("/x", {})

    assert meter.taken == taken


@pytest.mark.parametrize(
    "answer",
    [Answer({"ok": 1}), Answer(delay=2.0), Answer(is_reset=True), Answer(status=504)],
    ids=["good", "too late", "reset", "too late for a gateway"],
)
@pytest.mark.parametrize(
    "ask",
    [
        lambda house: house.get("/x"),
        lambda house: house.download(f"{house.base_url}/x"),
        lambda house: house.put("/x"),
        lambda house: house.stop("/x"),
    ],
    ids=["looked at", "fetched", "put", "stopped"],
)
def test_to_ask_about_what_was_bought_costs_nothing(answer: Answer, ask: Callable[[Endpoint], Any]) -> None:
    with vendor(lambda asked, before: answer) as house, metering.meter() as meter, suppress(StoryforgeError):
        ask(at(house.url, timeout=0.5))

    assert meter.taken == 0


def test_what_was_bought_is_stopped_even_while_the_circuit_is_open() -> None:
    Breaker("pictures:test").failed(for_good=True)
    with vendor(lambda asked, before: Answer({})) as house:
        at(house.url).stop("/x")

    assert len(house.asked) == 1


def test_a_file_somewhere_else_that_is_gone_or_closed_says_nothing_about_the_vendor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with vendor(lambda asked, before: Answer(status=403)) as elsewhere, vendor(lambda asked, before: Answer()) as house:
        endpoint = at(house.url)
        monkeypatch.setattr(http, "_public_client", http._client)
        monkeypatch.setattr(http, "_origin", lambda url: ("https", url) if "x.png" in url else ("http", url))

        assert refusal(endpoint, f"{elsewhere.url}/x.png").code is Code.IMAGE_FAILED

    assert not Breaker("pictures:test").is_open()
