"""The worst day of a chain: every asking is taken and lost. What is counted beforehand covers it, vendor by vendor."""

from typing import Any

import pytest

from books.tests.street import KEYS, MODELS
from storyforge_site.lib import metering
from storyforge_site.lib.errors import StoryforgeError
from storyforge_site.providers import prices, registry
from storyforge_site.providers.contracts import SpeechRequest
from storyforge_site.providers.image import waiting
from storyforge_site.tests.picture_wishes import Drawer, a_request
from storyforge_site.tests.players import fal, replicate
from storyforge_site.tests.vendor import Answer, Asked, vendor
from storyforge_site.tests.wishes import REQUEST

CHAT = {"choices": [{"message": {"content": "no JSON"}}]}
NO_PICTURE = {"candidates": [{"content": {"parts": [{"text": "no"}]}, "finishReason": "STOP"}]}


@pytest.fixture(autouse=True)
def hurried(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**KEYS, **MODELS}.items():
        setattr(settings, name, value)
    settings.LLM_TIMEOUT = settings.IMAGE_TIMEOUT = settings.TTS_TIMEOUT = 0.3
    settings.LLM_MAX_RETRIES = settings.IMAGE_MAX_RETRIES = settings.TTS_MAX_RETRIES = 2
    settings.BREAKER_FAILURES = 100
    monkeypatch.setattr(waiting, "_POLL_SECONDS", 0.02)


def late(asked: Asked, before: int) -> Answer:
    """A time-out and then an answer of no use, again and again; a queue's pictures come to nothing."""
    for queue in (fal.Fal(), replicate.Replicate()):
        begun = queue.picture(asked, lambda: b"picture")
        if begun and begun.status < 400 and asked.method == "POST":
            return begun
    if asked.method == "GET":
        return Answer({"status": "COMPLETED" if "fal" in asked.path else "failed", "error": "out of luck"})
    if before % 2 == 0:
        return Answer({}, delay=0.5)
    return Answer(NO_PICTURE if "generateContent" in asked.path else CHAT)


def taken(settings: Any, ask: Any) -> int:
    with vendor(late) as made, metering.meter() as meter:
        here = f"http://127.0.0.1:{made.port}"
        for name in ("LLM", "ANTHROPIC", "IMAGE", "REPLICATE", "TTS", "ELEVENLABS"):
            setattr(settings, f"{name}_BASE_URL", f"{here}/v1")
        settings.GEMINI_BASE_URL, settings.FAL_BASE_URL = f"{here}/v1beta", here
        with pytest.raises(StoryforgeError):
            ask()
    return meter.taken


@pytest.mark.parametrize("chain", [["openai"], ["anthropic"], ["gemini"], ["openai", "anthropic", "gemini"]], ids=str)
def test_texts(settings: Any, chain: list[str]) -> None:
    settings.LLM_PROVIDER = chain

    lost = taken(settings, lambda: registry.story_model().complete_json(REQUEST))

    assert len(chain) <= lost <= prices.tries_of_texts()


@pytest.mark.parametrize(
    "chain", [["openai"], ["imagen"], ["replicate"], ["fal"], ["imagen", "openai", "replicate", "fal"]], ids=str
)
def test_pictures(settings: Any, chain: list[str]) -> None:
    settings.IMAGE_PROVIDER = chain
    settings.IMAGE_MODEL = settings.IMAGEN_MODEL = settings.REPLICATE_MODEL = settings.FAL_MODEL = "of/one-price"
    settings.FAL_REFERENCE_MODEL = ""

    lost = taken(settings, lambda: registry.image_model().generate(a_request(ticket=Drawer())))

    assert len(chain) <= lost <= prices.tries_of_pictures()


@pytest.mark.parametrize("chain", [["openai"], ["elevenlabs"], ["gemini"], ["elevenlabs", "gemini", "openai"]], ids=str)
def test_voices(settings: Any, chain: list[str]) -> None:
    settings.TTS_PROVIDER = chain

    lost = taken(settings, lambda: registry.speech_model().synthesize(SpeechRequest("A fox.", "en")))

    assert len(chain) <= lost <= prices.tries_of_speech()


def test_a_cheap_second_vendor_counts_at_its_own_price(settings: Any) -> None:
    settings.IMAGE_PROVIDER, settings.IMAGE_MODEL = ["openai", "replicate"], "gpt-image-1"
    settings.REPLICATE_MODEL, settings.IMAGE_MAX_RETRIES = "black-forest-labs/flux-schnell", 3

    assert prices.most_for_picture() * prices.tries_of_pictures() == 4 * 60_000
