"""A whole book painted by each vendor of pictures, as its published description says that it answers."""

import random
from typing import Any

import pytest

from books import services
from books.models import ImagePrompt, Job, ProviderCall
from books.pipeline import runner
from books.tests.factories import a_spec, jpeg
from books.tests.pipeline import openai_house as house
from storyforge_site.accounts.models import User
from storyforge_site.providers.image import waiting
from storyforge_site.tests.players import fal, imagen, openai_pictures, replicate
from storyforge_site.tests.vendor import Answer, Asked, Vendor, vendor

pytestmark = pytest.mark.django_db

# What a picture costs, in micro-dollars: by its tokens, or by the piece.
COSTS = {"openai": 8_573, "imagen": 33_750, "replicate": 3_000, "fal": 30_000}


@pytest.fixture(autouse=True)
def painters(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MODERATION_PROVIDER = ["openai"]
    settings.IMAGE_API_KEY, settings.IMAGEN_API_KEY = openai_pictures.KEY, imagen.KEY
    settings.REPLICATE_API_KEY, settings.FAL_API_KEY = replicate.KEY, fal.KEY
    settings.IMAGE_MODEL, settings.IMAGE_REFERENCES = "gpt-image-1-mini", True
    settings.REPLICATE_REFERENCE_FIELD = "input_image"
    monkeypatch.setattr(waiting, "_POLL_SECONDS", 0.02)


def paint() -> bytes:
    return jpeg(random.choice(["#88aacc", "#99bb77", "#cc8899"]))


def at(settings: Any, name: str, made: Vendor) -> None:
    settings.IMAGE_PROVIDER = [name]
    settings.MODERATION_BASE_URL = settings.IMAGE_BASE_URL = settings.REPLICATE_BASE_URL = made.url
    settings.FAL_BASE_URL = f"http://127.0.0.1:{made.port}"
    settings.GEMINI_BASE_URL = f"http://127.0.0.1:{made.port}/v1beta"


@pytest.mark.parametrize("name", COSTS)
def test_a_book_is_painted_by_its_cover_and_paid_for(alice: User, settings: Any, name: str) -> None:
    queue, predictions = fal.Fal(), replicate.Replicate()
    players = {
        "openai": openai_pictures.picture,
        "imagen": imagen.picture,
        "replicate": predictions.picture,
        "fal": queue.picture,
    }

    def script(asked: Asked, before: int) -> Answer:
        return house.verdict() if asked.path == "/v1/moderations" else players[name](asked, paint) or Answer(status=404)

    with vendor(script) as made:
        at(settings, name, made)
        job = services.order_book(alice, a_spec(page_count=4))
        while Job.objects.open().exists():
            runner.advance(job.pk)

    job.refresh_from_db()
    assert (job.status, job.error_code) == ("done", "")
    assert list(ImagePrompt.objects.values_list("provider", flat=True)) == [name] * 5
    bought = ProviderCall.objects.filter(step="images")
    assert [call.cost_microdollars for call in bought] == [COSTS[name]] * 5
    shown = [asked for asked in made.asked if b"same heroes" in asked.raw]
    assert len(shown) == 4
