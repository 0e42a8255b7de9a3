"""A provider that staff switched off is asked nothing more, by whoever and wherever, until it is on again."""

import threading
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client

from books import services
from books.models import Job
from books.pipeline import runner
from books.tests.factories import a_spec
from books.tests.pipeline import openai_house as house
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import monotonic
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.models import QUEUE, ProviderSwitch, Pulse
from storyforge_site.providers import registry, switches

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def operator() -> User:
    return User.objects.create_user("operator@example.org", "a-long-password", is_staff=True)


def switch(name: str, by: User, *, off: bool = True) -> bool:
    return switches.turn(name, off=off, by=by, why="it draws knives")


def test_the_next_in_the_chain_is_asked(operator: User, settings: Any) -> None:
    settings.LLM_PROVIDER, settings.LLM_BASE_URL = ["openai", "offline"], "http://127.0.0.1:1/v1"

    switch("text:openai", operator)

    assert [model.name for model in registry.story_model().models] == ["offline"]  # type: ignore[attr-defined]
    switch("text:openai", operator, off=False)
    assert [model.name for model in registry.story_model().models] == ["openai", "offline"]  # type: ignore[attr-defined]


def test_it_is_written_down_once_with_who_and_why(operator: User) -> None:
    assert switch("pictures:fal", operator)
    assert not switch("pictures:fal", operator)

    row = ProviderSwitch.objects.get()
    assert (row.name, row.is_off, row.why) == ("pictures:fal", True, "it draws knives")
    entry = LogEntry.objects.get()
    assert (entry.user, entry.change_message) == (operator, "pictures:fal switched off: it draws knives")


def test_a_thread_without_a_database_knows_at_once(operator: User, settings: Any) -> None:
    settings.IMAGE_PROVIDER = ["fal", "offline"]
    switches.off()  # what was true a moment ago is remembered
    switch("pictures:fal", operator)
    found: list[str] = []

    painter = threading.Thread(target=lambda: found.extend(m.name for m in registry.image_model().models))  # type: ignore[attr-defined]
    painter.start()
    painter.join()

    assert found == ["offline"]


def test_a_process_with_a_cache_of_its_own_reads_the_table(operator: User) -> None:
    switch("text:openai", operator)

    cache.clear()  # another process has never heard of it
    switches.forget()

    assert switches.off() == {"text:openai"}


def test_a_cache_that_is_away_hides_nothing(operator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: Any, **named: Any) -> Any:
        raise ConnectionError

    monkeypatch.setattr(LocMemCache, "get", away)
    monkeypatch.setattr(LocMemCache, "set", away)

    switch("text:openai", operator)
    switches.forget()

    assert switches.off() == {"text:openai"}


def test_the_cache_is_asked_a_few_times_a_second_however_often_we_are(monkeypatch: pytest.MonkeyPatch) -> None:
    get_many, asked = LocMemCache.get_many, []

    def counted(self: LocMemCache, *args: Any, **named: Any) -> Any:
        asked.append(args)
        return get_many(self, *args, **named)

    monkeypatch.setattr(LocMemCache, "get_many", counted)
    switches.refresh()
    switches.forget()

    began = monotonic()
    while monotonic() < began + 0.3:
        assert switches.off() == frozenset()

    assert 1 <= len(asked) <= 2 + (monotonic() - began) / 0.25


def test_when_none_is_left_a_book_rests_and_goes_on_when_one_is_back(
    alice: User, operator: User, settings: Any
) -> None:
    with house.opened(settings) as vendor:
        switch("text:openai", operator)
        job = services.order_book(alice, a_spec(page_count=4))
        runner.advance(job.pk)

        job.refresh_from_db()
        assert (job.is_open, job.current_step, job.lease_owner) == (True, "story", "")
        assert "/v1/chat/completions" not in [asked.path for asked in vendor.asked]
        switch("text:openai", operator, off=False)
        runner.advance(job.pk)
    assert Job.objects.get().status == "done"


def test_in_the_end_it_fails_as_resting(alice: User, operator: User, settings: Any) -> None:
    settings.JOB_MAX_ATTEMPTS = 1
    switch("text:offline", operator)

    job = services.order_book(alice, a_spec(page_count=4))
    runner.advance(job.pk)

    job.refresh_from_db()
    assert (job.status, job.error_code) == ("failed", Code.PROVIDER_UNAVAILABLE)


def test_pictures_do_not_pass_while_their_moderator_is_off(operator: User, settings: Any) -> None:
    settings.IMAGE_PROVIDER, settings.MODERATION_PROVIDER = ["fal"], ["openai"]
    switch("moderation:openai", operator)

    with pytest.raises(StoryforgeError) as refusal:
        registry.moderator().check_image(b"jpeg", target_age="3-5", drawn_from_closed_vocabulary=False)

    assert refusal.value.code == Code.PROVIDER_UNAVAILABLE
    with pytest.raises(StoryforgeError):
        registry.moderator().check_text("A duck.", language="en", target_age="3-5")


def test_readiness_fails_with_a_kind_nobody_is_left_for(client: Client, operator: User) -> None:
    Pulse.objects.beat(QUEUE)
    switch("speech:offline", operator)
    assert client.get("/health/ready").json()["parts"]["providers"] == "ok"  # a book needs no voice

    switch("pictures:offline", operator)

    assert client.get("/health/ready").json()["parts"]["providers"] == "failed"


def test_a_voice_that_is_off_reads_nothing(operator: User, settings: Any) -> None:
    settings.TTS_PROVIDER = ["elevenlabs", "offline"]
    switch("speech:elevenlabs", operator)

    assert [voice.name for voice in registry.speech_model(since="elevenlabs").models] == ["offline"]  # type: ignore[attr-defined]
