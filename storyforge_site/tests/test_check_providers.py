"""`manage.py check_providers`: who of the configured vendors works."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from books.tests.pipeline.openai_house import picture, verdict
from storyforge_site.tests.players import anthropic, gemini, openai
from storyforge_site.tests.vendor import Answer, Asked, Vendor, vendor


def play(asked: Asked, before: int) -> Answer:
    if asked.path.endswith("/moderations"):
        return verdict()
    if asked.path.endswith("/images/generations"):
        return picture()
    answers = (player(asked, lambda words: {"answer": "yes"}) for player in (openai.text, anthropic.text, gemini.text))
    return next(filter(None, answers), Answer(status=404))


@pytest.fixture
def vendors(settings: Any) -> Iterator[Vendor]:
    """Three writers, and a painter and a moderator who are sold; the voice is our own."""
    settings.LLM_PROVIDER = ["openai", "anthropic", "gemini"]
    settings.LLM_API_KEY, settings.LLM_MODEL = openai.KEY, "gpt-5-mini"
    settings.ANTHROPIC_API_KEY, settings.ANTHROPIC_MODEL = anthropic.KEY, "claude-haiku-5-5"
    settings.GEMINI_API_KEY, settings.GEMINI_MODEL = gemini.KEY, "gemini-3.5-flash-lite"
    settings.IMAGE_PROVIDER, settings.IMAGE_MODEL = ["openai"], "gpt-image-1"
    settings.MODERATION_PROVIDER, settings.PICTURE_MODERATION_PROVIDER = ["rules", "openai"], ["openai"]
    settings.TTS_PROVIDER = []
    with vendor(play) as playing:
        settings.LLM_BASE_URL = settings.IMAGE_BASE_URL = settings.MODERATION_BASE_URL = playing.url
        settings.ANTHROPIC_BASE_URL = playing.url
        settings.GEMINI_BASE_URL = f"http://127.0.0.1:{playing.port}/v1beta"
        yield playing


def run(**options: Any) -> str:
    out = io.StringIO()
    try:
        call_command("check_providers", stdout=out, **options)
    except CommandError as error:
        return f"{out.getvalue()}{error}"
    return out.getvalue()


def test_every_one_is_asked_and_priced(vendors: Vendor) -> None:
    _head, *rows = re.sub(r"\d+\.\d s ", "", run()).splitlines()

    assert [" ".join(row.split()) for row in rows] == [
        "text openai gpt-5-mini-2026-03-01 works $0.003225",
        "text anthropic claude-haiku-5-5-20260601 works $0.004200",
        "text gemini gemini-3.5-flash-lite works $0.005020",
        "picture openai gpt-image-1 not asked --pictures asks it, at its price",
        "moderation rules rules-2 works $0.000000",
        "moderation openai omni-moderation-latest works $0.000000",
        "picture moderation openai omni-moderation-latest works $0.000000",
    ]
    assert not vendors.asked_at("/v1/images/generations")


def test_a_picture_is_painted_when_that_is_asked_for(vendors: Vendor) -> None:
    assert "picture             openai     gpt-image-1" in run(pictures=True)
    assert len(vendors.asked_at("/v1/images/generations")) == 1


def test_who_fails_is_named_with_the_reason_and_the_others_are_asked_all_the_same(
    settings: Any, vendors: Vendor
) -> None:
    settings.ANTHROPIC_API_KEY = "mistyped"

    with pytest.raises(CommandError, match=r"^Not working: text by anthropic\.$"):
        call_command("check_providers", stdout=io.StringIO())
    said = run()

    assert "PROVIDER_UNAVAILABLE" in said
    assert "claude-haiku-5-5" in said
    assert said.count(" works ") == 5
    assert "mistyped" not in said


def test_a_name_that_nobody_bears_fails(settings: Any, vendors: Vendor) -> None:
    settings.LLM_PROVIDER = ["parrot"]

    assert "PROVIDER_UNAVAILABLE: no provider is called 'parrot'" in run()


def test_a_laptop_without_keys_works(settings: Any) -> None:
    settings.TTS_PROVIDER = []

    assert run(pictures=True).count(" works ") == 3
