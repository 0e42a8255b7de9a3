"""Whole books, read aloud, by every combination of vendors; and a hundred of them while a fifth of all calls fail."""

import base64
import random
from functools import partial
from itertools import product
from typing import Any

import pytest

from books import audit, services, voicing
from books.models import Book, ImagePrompt, Job, ProviderCall
from books.pipeline import runner
from books.tests import street
from books.tests.factories import a_spec
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.providers.image import waiting
from storyforge_site.tests.players.bad_day import TOO_LATE, on_a_bad_day
from storyforge_site.tests.vendor import Answer, Asked, Script

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.heavy]

COMBINATIONS = list(product(street.TEXTS, street.PICTURES, street.VOICES))


@pytest.fixture(autouse=True)
def no_waiting_between_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_POLL_SECONDS", 0.02)


def walked(job: Job) -> Job:
    while Job.objects.open().filter(pk=job.pk).exists():
        runner.advance(job.pk)
    job.refresh_from_db()
    return job


def require_a_whole_book(job: Job, voice: Job) -> None:
    assert (job.status, job.error_code) == ("done", "")
    assert (voice.status, voice.error_code) == ("done", "")
    book = Book.objects.get(pk=job.book_id)
    assert book.published_at is not None
    assert [page.text for page in book.pages.all()] == [f"Momo swam on page {number}." for number in range(1, 5)]
    assert all(page.image_key and page.audio_key for page in book.pages.all())
    assert all([word["text"] for word in page.words] == page.text.split() for page in book.pages.all())
    assert not ProviderCall.objects.filter(status="intended").exists()
    assert list(audit.faults()) == []


@pytest.mark.parametrize(("text", "picture", "voice"), COMBINATIONS)
def test_a_whole_book_by(alice: User, settings: Any, text: str, picture: str, voice: str) -> None:
    with street.opened(settings, LLM_PROVIDER=[text], IMAGE_PROVIDER=[picture], TTS_PROVIDER=[voice]):
        job = walked(services.order_book(alice, a_spec(page_count=4)))
        spoken = walked(voicing.order_voice(job.book))

    require_a_whole_book(job, spoken)
    told = ProviderCall.objects.filter(job=job).exclude(step__contains="moderat").exclude(step="images")
    assert set(told.values_list("provider", flat=True)) == {text}
    assert set(ImagePrompt.objects.values_list("provider", flat=True)) == {picture}
    assert set(spoken.provider_calls.values_list("provider", flat=True)) == {voice}
    assert not ProviderCall.objects.exclude(tries=1, status="answered").exists()
    assert credits.balance_of(alice) == 2


@pytest.mark.parametrize("seed", range(100))
def test_a_book_is_finished_though_a_fifth_of_all_calls_fail(alice: User, settings: Any, seed: int) -> None:
    chance = random.Random(seed)
    chains = {
        "LLM_PROVIDER": chance.sample(street.TEXTS, 2),
        "IMAGE_PROVIDER": chance.sample(street.PICTURES, 2),
        "TTS_PROVIDER": chance.sample(street.VOICES, 2),
    }
    waits = dict.fromkeys(("LLM_TIMEOUT", "IMAGE_TIMEOUT", "TTS_TIMEOUT", "MODERATION_TIMEOUT"), TOO_LATE / 2)

    with street.opened(settings, partial(on_a_bad_day, rate=0.2, seed=seed), **chains, **waits):
        job = walked(services.order_book(alice, a_spec(page_count=4)))
        spoken = walked(voicing.order_voice(job.book))

    require_a_whole_book(job, spoken)
    assert credits.balance_of(alice) == 2


@pytest.mark.parametrize(("spoiled", "ended"), [(2, "done"), (3, "failed")])
def test_what_is_no_picture_is_asked_for_twice_more(alice: User, settings: Any, spoiled: int, ended: str) -> None:
    only_openai = {"LLM_PROVIDER": ["openai"], "IMAGE_PROVIDER": ["openai"]}

    with street.opened(settings, partial(spoiling, times=spoiled), **only_openai):
        job = walked(services.order_book(alice, a_spec(page_count=4)))

    assert (job.status, job.error_code) == (ended, "" if ended == "done" else "IMAGE_FAILED")


def spoiling(script: Script, *, times: int) -> Script:
    """The first pictures are none; those of the cover, which is painted before the pages."""
    left = iter(range(times))
    nothing = Answer({"data": [{"b64_json": base64.b64encode(b"no picture").decode()}]})

    def sometimes(asked: Asked, before: int) -> Answer:
        is_spoiled = asked.path.startswith("/v1/images/") and next(left, None) is not None
        return nothing if is_spoiled else script(asked, before)

    return sometimes
