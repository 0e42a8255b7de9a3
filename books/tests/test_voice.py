"""A book gets its voice, whatever happens to who reads it."""

from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from books import audit, storage, voicing
from books.exports.audiobook import PAUSE_MS, audio_book
from books.models import Job, JobStatus, ProviderCall
from books.pipeline import runner, tasks
from books.tests.factories import a_told_book
from books.tests.voices import (
    PRICE,
    Killed,
    die_storing,
    follow,
    length,
    read_aloud,
    require_engine,
    sell,
    sounds,
    walked,
)
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from storyforge_site.providers import registry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def engine() -> None:
    require_engine()


# --- its voice ----------------------------------------------------------------------------------
@pytest.mark.parametrize(("language", "age"), [("en", "5-7"), ("ko", "5-7"), ("ja", "3-5")])
def test_a_book_gets_its_voice(as_alice: APIClient, alice: User, language: str, age: str) -> None:
    book = a_told_book(alice, language=language, target_age=age).book

    job = read_aloud(as_alice, book)

    assert (job.status, job.progress, job.error_code) == ("done", 100, "")
    for page in book.pages.all():
        answer = follow(as_alice, book, page.page_number).json()
        words = answer["words"]
        moments = [moment for word in words for moment in (word["start_ms"], word["end_ms"])]
        assert answer["audio_url"].startswith("/files/")
        assert set(words[0]) == {"text", "start_ms", "end_ms"}
        assert "".join(word["text"] for word in words) == "".join(page.text.split())
        assert moments == sorted(moments)
        assert moments[-1] <= length(page.audio_key)
        assert 0.03 <= length(page.audio_key) / 1000 / len(page.text) <= 0.5


def test_the_whole_book_is_its_title_and_its_pages_with_pauses(as_alice: APIClient, alice: User) -> None:
    book = a_told_book(alice).book

    job = read_aloud(as_alice, book)

    keys = [(job.written or {})[str(number)]["key"] for number in range(5)]
    assert keys[1:] == [page.audio_key for page in book.pages.all()]
    assert length(book.audio_key) == pytest.approx(sum(map(length, keys)) + 5 * PAUSE_MS, abs=5 * 120)
    assert storage.read(book.audio_key) == audio_book(book).data


def test_the_address_is_in_the_book_and_plays(as_alice: APIClient, alice: User) -> None:
    book = a_told_book(alice).book
    before = as_alice.get(f"/v1/books/{book.pk}/detail").json()
    job = read_aloud(as_alice, book)

    detail = as_alice.get(f"/v1/books/{book.pk}/detail").json()
    result = as_alice.get(f"/v1/books/{job.pk}").json()["result"]

    assert before["audio_url"] is None
    assert {page["audio_url"] for page in before["pages"]} == {None}
    assert detail["audio_url"] == result["audio_url"]
    for url in (detail["audio_url"], *(page["audio_url"] for page in detail["pages"])):
        answer = as_alice.get(url)
        assert (answer.status_code, answer["Content-Type"]) == (200, "audio/mpeg")


def test_every_sound_says_that_an_algorithm_spoke(as_alice: APIClient, alice: User) -> None:
    book = a_told_book(alice).book

    read_aloud(as_alice, book)

    assert len(sounds(book)) == 6  # the title, four pages, all of it
    for key in sounds(book):
        head = storage.read(key)[:400]
        assert head.startswith(b"ID3\x04")
        assert b"digitalsourcetype/algorithmicMedia" in head
    assert book.title.encode() in storage.read(book.audio_key)[:400]


def test_it_costs_nothing_and_the_ledger_holds(as_alice: APIClient, alice: User) -> None:
    job = a_told_book(alice)
    credits.reserve(alice, 1, reference=job.pk, description="a book")
    credits.capture(alice, reference=job.pk, description="finished")

    read_aloud(as_alice, job.book)

    assert credits.balance_of(alice) == 2
    assert list(audit.faults()) == []


def test_read_again_it_has_only_its_new_sounds(as_alice: APIClient, alice: User) -> None:
    book = a_told_book(alice).book
    read_aloud(as_alice, book)
    before = sounds(book)

    job = read_aloud(as_alice, book)

    assert job.status == "done"
    assert len(sounds(book)) == 6
    assert not set(sounds(book)) & set(before)
    assert {book.audio_key, *(page.audio_key for page in book.pages.all())} < set(sounds(book))


# --- where it does not work out -----------------------------------------------------------------
def test_a_book_with_kanji_is_not_read_wrongly(as_alice: APIClient, alice: User) -> None:
    book = a_told_book(alice, language="ja", target_age="7-9").book

    job = read_aloud(as_alice, book)

    assert (job.status, job.error_code) == ("failed", "TTS_FAILED")
    assert "kanji" in as_alice.get(f"/v1/books/{job.pk}").json()["error"]["message"]
    assert sounds(book) == []
    assert follow(as_alice, book, 1).status_code == 404


def test_without_an_engine_the_voice_fails_and_the_house_stands(
    as_alice: APIClient, alice: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.JOB_MAX_ATTEMPTS = 1
    monkeypatch.setenv("PATH", "/nowhere")

    job = read_aloud(as_alice, a_told_book(alice).book)

    assert (job.status, job.error_code) == ("failed", "TTS_FAILED")
    assert registry.every_kind_has_an_open_provider()


def test_of_a_stopped_reading_nothing_stays(as_alice: APIClient, alice: User, settings: Any) -> None:
    settings.JOB_WALK_SECONDS = 0
    book = a_told_book(alice).book
    job = read_aloud(as_alice, book)
    assert job.status == "running"
    assert sounds(book)

    assert as_alice.post(f"/v1/books/{job.pk}/cancel").json()["status"] == "cancelled"
    tasks.remove_files(job.pk)
    walked(job)

    assert sounds(book) == []
    assert follow(as_alice, book, 1).status_code == 404


# --- a worker that dies -------------------------------------------------------------------------
def test_one_page_a_walk_is_enough(alice: User, settings: Any) -> None:
    settings.JOB_WALK_SECONDS = 0
    job = voicing.order_voice(a_told_book(alice).book)

    progress = [walked(job).progress for _walk in range(6)]

    assert progress == sorted(progress)
    assert len(set(progress[:5])) == 5
    assert job.status == JobStatus.DONE
    assert set(ProviderCall.objects.values_list("tries", "status")) == {(1, "answered")}


@pytest.mark.parametrize("part", ["raw-02", "voice-02", "book-"])
def test_a_reading_that_was_killed_goes_on_and_buys_nothing_twice(
    alice: User, settings: Any, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    asked = sell(monkeypatch, settings)
    book = a_told_book(alice).book
    job = voicing.order_voice(book)
    die_storing(monkeypatch, part)
    with pytest.raises(Killed):
        runner.advance(job.pk)
    Job.objects.update(lease_expires_at=now() - timedelta(seconds=1))

    walked(job)

    book.refresh_from_db()
    was_lost = part == "raw-02"  # before it could be put away: the one moment that costs the house
    assert job.status == JobStatus.DONE
    assert len(asked) == 5 + was_lost
    assert len(set(asked)) == 5
    assert not ProviderCall.objects.exclude(status="answered").exists()
    assert job.spent_microdollars >= 5 * PRICE
    assert was_lost or job.spent_microdollars == 5 * PRICE
    assert len(sounds(book)) == 6
    assert b"/trainedAlgorithmicMedia" in storage.read(book.audio_key)[:400]
