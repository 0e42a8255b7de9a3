"""Keys: shown to their own vendor, and to nobody in a log, a note or a `repr`."""

import io
import logging
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from storyforge_site import provider_settings
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.http import Endpoint
from storyforge_site.providers import registry
from storyforge_site.tests.vendor import Answer, vendor

SECRET = "sk-live-0123456789abcdef"


def at(base_url: str, key: str = SECRET) -> Endpoint:
    headers = {"Authorization": f"Bearer {key}", "anthropic-version": "2023-06-01"}
    return Endpoint("text:test", base_url, headers, 5.0, Code.LLM_TIMEOUT, Code.LLM_JSON_INVALID)


def refusal(endpoint: Endpoint, path: str = "/x") -> StoryforgeError:
    with pytest.raises(StoryforgeError) as failure:
        endpoint.post(path, {})
    return failure.value


def test_an_endpoint_does_not_show_its_key() -> None:
    assert SECRET not in repr(at("https://example.org"))


@pytest.mark.parametrize("status", [200, 400, 401, 500])
def test_a_key_that_a_vendor_says_back_is_not_quoted(status: int) -> None:
    said = Answer(f"Incorrect API key provided: {SECRET}.".encode(), status=status)
    with vendor(lambda asked, before: said) as house:
        note = str(refusal(at(house.url)))

    assert "Incorrect API key provided" in note
    assert SECRET not in note


@pytest.mark.parametrize("key", [f"{SECRET}\n{SECRET}", f"{SECRET}\x00", f"ключ-{SECRET}", f"{SECRET}\r\nX-Evil: 1"])
def test_a_key_that_no_header_can_hold_is_said_without_it(key: str) -> None:
    with vendor(lambda asked, before: Answer({})) as house:
        failure = refusal(at(house.url, key))

    assert failure.code is Code.PROVIDER_UNAVAILABLE
    assert (SECRET in str(failure), SECRET in repr(failure.__cause__), house.asked) == (False, False, [])


def test_who_works_is_told_without_a_key(settings: Any) -> None:
    settings.LLM_PROVIDER, settings.LLM_MODEL, settings.LLM_API_KEY = ["openai"], "gpt-5", SECRET
    settings.IMAGE_PROVIDER = settings.TTS_PROVIDER = settings.MODERATION_PROVIDER = []
    out = io.StringIO()
    with vendor(lambda asked, before: Answer({"error": f"no such key: {SECRET}"}, status=401)) as house:
        settings.LLM_BASE_URL = house.url
        with pytest.raises(CommandError):
            call_command("check_providers", stdout=out)

    assert "no such key" in out.getvalue()
    assert SECRET not in out.getvalue()


def test_no_address_that_opens_a_file_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO), vendor(lambda asked, before: Answer(b"x")) as house:
        at(house.url).download(f"{house.url}/picture.png?signature=abc")

    assert "signature=abc" not in caplog.text


@pytest.mark.parametrize("chain", [["anthropic", "openai"], ["gemini", "offline", "openai"]])
def test_the_general_key_is_openais_wherever_it_is_asked(chain: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_API_KEY", SECRET)

    assert provider_settings.key("ANTHROPIC_API_KEY", "LLM_API_KEY", of=chain[0], first_in=chain) == ""


@pytest.mark.parametrize("chain", [["anthropic"], ["anthropic", "offline"], ["anthropic", "gemini"]])
def test_without_openai_it_is_the_firsts(chain: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_API_KEY", SECRET)

    keys = [provider_settings.key(f"{name.upper()}_KEY", "LLM_API_KEY", of=name, first_in=chain) for name in chain]

    assert keys == [SECRET] + [""] * (len(chain) - 1)


@pytest.mark.parametrize(
    "address",
    [
        "http://somebody:else@127.0.0.1:{port}/v1/x",
        "http://127.0.0.1:{port}@evil.example/x",
        "http://127.0.0.1.evil.example:{port}/x",
        "http://127.0.0.1:1/x",
        "https://127.0.0.1:{port}/x",
        "http://１２７.0.0.1:{port}/x",
        "http://localhost:{port}/x",
        "//127.0.0.1:{port}\x00/x",
        "/\x00",
        "/" + "a" * 70_000,
        "",
    ],
)
def test_nothing_but_the_vendors_own_address_is_asked(address: str) -> None:
    with vendor(lambda asked, before: Answer({})) as house:
        endpoint = at(house.url)
        failure = refusal(endpoint, address.format(port=house.port))

    assert failure.code in (Code.LLM_JSON_INVALID, Code.PROVIDER_UNAVAILABLE)
    assert house.asked == []


@pytest.mark.parametrize(
    ("chain", "hosts"),
    [
        (["offline"], []),
        (["openai", "offline"], ["openai.example"]),
        (["anthropic"], ["anthropic.example"]),
        (["gemini", "anthropic"], ["gemini.example", "anthropic.example"]),
    ],
)
def test_a_family_is_told_who_really_sees_a_photo(settings: Any, chain: list[str], hosts: list[str]) -> None:
    settings.LLM_PROVIDER, settings.MODERATION_PROVIDER = chain, ["rules"]
    settings.LLM_BASE_URL, settings.ANTHROPIC_BASE_URL = "https://openai.example/v1", "https://anthropic.example/v1"
    settings.GEMINI_BASE_URL = "https://gemini.example/v1beta"

    assert registry.who_sees_photos() == hosts
