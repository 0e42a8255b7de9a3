"""A book read aloud by voices that are sold: each alone, in a chain, and when one of them gives up in the middle."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from rest_framework.test import APIClient

from books import storage, voicing
from books.models import Book, Page, ProviderCall
from books.tests.factories import a_told_book
from books.tests.voices import length, read_aloud, require_engine, sounds, walked
from storyforge_site.accounts.models import User
from storyforge_site.lib.mp3 import Sound
from storyforge_site.tests.players import elevenlabs, gemini_speech, openai_speech
from storyforge_site.tests.speaking import tone
from storyforge_site.tests.vendor import Answer, Asked, Script, Vendor, vendor

pytestmark = pytest.mark.django_db

VENDORS = ["elevenlabs", "gemini", "openai"]


@pytest.fixture(autouse=True)
def engine() -> None:
    require_engine()


def playing(asked: Asked, before: int) -> Answer:
    players = (elevenlabs.speech, gemini_speech.speech, openai_speech.speech)
    answers = (player(asked, tone) for player in players)
    return next((answer for answer in answers if answer), Answer(status=404))


def set_up(settings: Any, house: Vendor, *chain: str) -> None:
    settings.TTS_PROVIDER, settings.TTS_MAX_RETRIES = list(chain), 1
    settings.ELEVENLABS_API_KEY, settings.GEMINI_TTS_API_KEY = elevenlabs.KEY, gemini_speech.KEY
    settings.TTS_API_KEY = openai_speech.KEY
    settings.ELEVENLABS_BASE_URL = settings.TTS_BASE_URL = house.url
    settings.GEMINI_BASE_URL = f"http://127.0.0.1:{house.port}/v1beta"


@pytest.fixture
def house() -> Iterator[Vendor]:
    with vendor(playing) as made:
        yield made


def formats(book: Book) -> set[Any]:
    return {Sound.of(storage.read(key)).format for key in sounds(book)}


@pytest.mark.parametrize("language", ["en", "ko", "ja"])
@pytest.mark.parametrize("name", VENDORS)
def test_a_book_is_read_by_each(
    as_alice: APIClient, alice: User, settings: Any, house: Vendor, name: str, language: str
) -> None:
    set_up(settings, house, name)
    book = a_told_book(alice, language=language, target_age="7-9").book

    job = read_aloud(as_alice, book)

    assert (job.status, job.error_code) == ("done", "")
    for page in book.pages.all():
        starts = [word["start_ms"] for word in page.words]
        assert "".join(word["text"] for word in page.words) == "".join(page.text.split())
        assert all(one <= other for one, other in pairwise([*starts, length(page.audio_key)]))
    assert all(b"/trainedAlgorithmicMedia" in storage.read(key)[:400] for key in sounds(book))


@pytest.mark.parametrize("name", VENDORS)
def test_what_it_costs_is_counted(alice: User, settings: Any, house: Vendor, name: str) -> None:
    set_up(settings, house, name)
    book = a_told_book(alice).book

    job = walked(voicing.order_voice(book))

    letters = len(book.title) + sum(len(page.text) for page in book.pages.all())
    costs = ProviderCall.objects.filter(job=job).values_list("cost_microdollars", flat=True)
    assert job.spent_microdollars == sum(costs)
    assert len(costs) == 5
    assert 2 * letters < job.spent_microdollars <= 100 * letters


def test_a_page_with_kanji_makes_the_next_voice_read_the_whole_book(
    as_alice: APIClient, alice: User, settings: Any, house: Vendor
) -> None:
    set_up(settings, house, "offline", "elevenlabs")
    book = a_told_book(alice, language="ja", target_age="3-5").book
    Page.objects.filter(book=book, page_number=3).update(text="竜は池で泳ぎました。")
    read_before = len([page for page in book.pages.all() if page.page_number < 3]) + 1

    job = read_aloud(as_alice, book)

    assert (job.status, len(house.asked)) == ("done", 5)
    assert len(formats(book)) == 1
    assert ProviderCall.objects.filter(provider="offline").count() == read_before
    assert b"/trainedAlgorithmicMedia" in storage.read(book.audio_key)[:400]
    assert len(sounds(book)) == 6


def given_up(asked: Asked, before: int) -> Answer:
    return playing(asked, before) if before < 2 else Answer(status=503, headers={"Retry-After": "0"})


@pytest.mark.parametrize("is_walked_in_one", [True, False])
def test_when_a_vendor_gives_up_in_the_middle_the_next_voice_reads_all_of_it(
    alice: User, settings: Any, is_walked_in_one: bool
) -> None:
    book = a_told_book(alice).book
    job = voicing.order_voice(book)
    with vendor(given_up) as house:
        set_up(settings, house, "elevenlabs", "offline")
        settings.JOB_WALK_SECONDS = 60 if is_walked_in_one else 0
        for _walk in range(1 if is_walked_in_one else 9):
            walked(job)

    book.refresh_from_db()
    assert (job.status, job.progress) == ("done", 100)
    assert len(formats(book)) == 1
    assert len(house.asked) == 3
    assert b"/algorithmicMedia" in storage.read(book.audio_key)[:400]
    assert job.spent_microdollars > 0
    assert len(sounds(book)) == 6


def test_without_another_voice_it_fails_and_nothing_stays(as_alice: APIClient, alice: User, settings: Any) -> None:
    settings.JOB_MAX_ATTEMPTS = 1
    with vendor(given_up) as house:
        set_up(settings, house, "elevenlabs")
        book = a_told_book(alice).book

        job = read_aloud(as_alice, book)
        for _walk in range(settings.JOB_MAX_ATTEMPTS):
            walked(job)

    assert (job.status, job.error_code) == ("failed", "TTS_FAILED")
    assert job.spent_microdollars > 0
    assert book.audio_key == ""


DECLINED: dict[str, Script] = {
    "elevenlabs": lambda asked, before: elevenlabs.refused(403, "authorization_error", "content_against_policy"),
    "gemini": lambda asked, before: Answer({"promptFeedback": {"blockReason": "SAFETY"}}),
    "openai": lambda asked, before: openai_speech.refused(400, "content_policy_violation"),
}


@pytest.mark.parametrize("name", VENDORS)
def test_a_text_that_is_declined_is_offered_to_nobody_else(
    as_alice: APIClient, alice: User, settings: Any, name: str
) -> None:
    with vendor(DECLINED[name]) as house:
        set_up(settings, house, name, "offline")
        settings.TTS_MAX_RETRIES = 3

        job = read_aloud(as_alice, a_told_book(alice).book)

    assert (job.status, job.error_code, len(house.asked)) == ("failed", "SAFETY_OUTPUT", 1)


def test_a_book_is_not_read_past_the_cap(as_alice: APIClient, alice: User, settings: Any, house: Vendor) -> None:
    set_up(settings, house, "elevenlabs")
    settings.COST_CAP_JOB = 1_000

    job = read_aloud(as_alice, a_told_book(alice).book)

    assert (job.status, job.error_code) == ("failed", "COST_CAP")
    assert job.spent_microdollars <= 1_000
