"""All vendors in one street: a local server that plays each of them as its description says, for whole books."""

import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from books.tests.factories import jpeg
from books.tests.pipeline.openai_house import a_sheet, a_story, verdict
from storyforge_site.tests.players import (
    anthropic,
    elevenlabs,
    fal,
    gemini,
    gemini_speech,
    imagen,
    openai,
    openai_pictures,
    openai_speech,
    replicate,
)
from storyforge_site.tests.speaking import tone
from storyforge_site.tests.vendor import Answer, Asked, Script, Vendor, vendor

TEXTS, PICTURES, VOICES = (
    ("openai", "anthropic", "gemini"),
    ("openai", "imagen", "replicate", "fal"),
    ("elevenlabs", "gemini", "openai"),
)
KEYS = {
    "LLM_API_KEY": openai.KEY,
    "ANTHROPIC_API_KEY": anthropic.KEY,
    "GEMINI_API_KEY": gemini.KEY,
    "IMAGE_API_KEY": openai_pictures.KEY,
    "IMAGEN_API_KEY": imagen.KEY,
    "REPLICATE_API_KEY": replicate.KEY,
    "FAL_API_KEY": fal.KEY,
    "ELEVENLABS_API_KEY": elevenlabs.KEY,
    "GEMINI_TTS_API_KEY": gemini_speech.KEY,
    "TTS_API_KEY": openai_speech.KEY,
}
MODELS = {"LLM_MODEL": "gpt-5-mini", "IMAGE_MODEL": "gpt-image-1-mini", "IMAGE_REFERENCES": True}


@contextmanager
def opened(settings: Any, behave: Callable[[Script], Script] | None = None, **chains: Any) -> Iterator[Vendor]:
    """Every vendor has its key and lives in this street; `chains` are the settings that say who is asked."""
    everybody: Script = Everybody()
    for name, value in {**KEYS, **MODELS, "MODERATION_PROVIDER": ["openai"], **chains}.items():
        setattr(settings, name, value)
    with vendor(behave(everybody) if behave is not None else everybody) as street:
        here = f"http://127.0.0.1:{street.port}"
        for name in ("LLM", "ANTHROPIC", "IMAGE", "REPLICATE", "TTS", "ELEVENLABS", "MODERATION"):
            setattr(settings, f"{name}_BASE_URL", f"{here}/v1")
        settings.GEMINI_BASE_URL, settings.FAL_BASE_URL = f"{here}/v1beta", here
        yield street


class Everybody:
    """Whoever lives at the address that is asked."""

    def __init__(self) -> None:
        self.painters = (openai_pictures.picture, imagen.picture, replicate.Replicate().picture, fal.Fal().picture)

    def __call__(self, asked: Asked, before: int) -> Answer:
        if asked.path == "/v1/moderations":
            return verdict()
        for speaks in (elevenlabs.speech, gemini_speech.speech, openai_speech.speech):
            if spoken := speaks(asked, tone):
                return spoken
        for paints in self.painters:
            if painted := paints(asked, paint):
                return painted
        for tells in (openai.text, anthropic.text, gemini.text):
            if told := tells(asked, say):
                return told
        return Answer({"error": f"nobody lives at {asked.path}"}, status=404)


def say(words: str) -> dict[str, Any]:
    """What a model of texts would, to each of a book's questions."""
    if "<cast>" in words:
        return {"sheets": [a_sheet()]}
    pages = re.search(r"exactly (\d+) pages", words)
    return a_story(int(pages[1]) if pages else 8)


def paint() -> bytes:
    """No two alike, as from a painter."""
    return jpeg("#" + "".join(random.choices("456789abcd", k=6)))
