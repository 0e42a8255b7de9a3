"""When vendors fail in a way that may pass, the job rests and goes on from where it was; a family hears nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now

from books import services
from books.models import Job
from books.pipeline import runner, watchdog
from books.tests.factories import a_spec
from books.tests.pipeline import openai_house as house
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.lib.breaker import Breaker
from storyforge_site.tests.vendor import Answer, Asked, Script, Vendor

pytestmark = pytest.mark.django_db

CHAT, PICTURES = "/v1/chat/completions", "/v1/images/generations"
AWAY = Answer(status=503, headers={"Retry-After": "0"})
REFUSED = Answer(status=400)


def failing(path: str, answer: Answer, times: int) -> Script:
    """So many askings of `path` end with `answer`; then all is well."""
    left = iter(range(times))

    def script(asked: Asked, before: int) -> Answer:
        return answer if asked.path == path and next(left, None) is not None else house.play(asked, before)

    return script


def walked(settings: Any, alice: User, script: Script, *, walks: int) -> tuple[Job, Vendor]:
    with house.opened(settings, script, LLM_MAX_RETRIES=1, IMAGE_MAX_RETRIES=1) as openai:
        job = services.order_book(alice, a_spec(page_count=4))
        for _walk in range(walks):
            runner.advance(job.pk)
    job.refresh_from_db()
    return job, openai


def test_a_vendor_that_comes_back_is_hardly_noticed(alice: User, settings: Any) -> None:
    job, openai = walked(settings, alice, failing(CHAT, AWAY, 2), walks=3)

    assert (job.status, job.error_code) == ("done", "")
    assert len(openai.asked_at(CHAT)) == 2 + 2


def test_what_was_made_before_is_not_made_again(alice: User, settings: Any) -> None:
    job, openai = walked(settings, alice, failing(PICTURES, AWAY, 1), walks=2)

    assert job.status == "done"
    assert len(openai.asked_at(CHAT)) == 2
    assert len(openai.asked_at(PICTURES)) == 1 + 5


def test_in_the_end_it_fails_with_the_vendors_code_and_a_refund(alice: User, settings: Any) -> None:
    job, openai = walked(settings, alice, failing(CHAT, AWAY, 100), walks=5)

    assert (job.status, job.error_code) == ("failed", "LLM_JSON_INVALID")
    assert len(openai.asked_at(CHAT)) == settings.JOB_MAX_ATTEMPTS
    assert credits.balance_of(alice) == 3


def test_what_will_not_pass_ends_at_once(alice: User, settings: Any) -> None:
    job, openai = walked(settings, alice, failing(PICTURES, REFUSED, 100), walks=2)

    assert (job.status, job.error_code) == ("failed", "IMAGE_FAILED")
    assert len(openai.asked_at(PICTURES)) == 1


def test_while_it_rests_nobody_takes_it_and_then_the_watchdog_wakes_it(alice: User, settings: Any) -> None:
    settings.JOB_REST_SECONDS = 60.0
    job, openai = walked(settings, alice, failing(CHAT, AWAY, 1), walks=2)
    asked = len(openai.asked)

    assert (job.status, job.attempts, asked) == ("running", 1, 2)
    assert watchdog.sweep()["woken"] == 0

    Job.objects.update(lease_expires_at=Now() - timedelta(seconds=1))

    assert watchdog.sweep()["woken"] == 1


def test_each_rest_is_longer(alice: User, settings: Any) -> None:
    settings.JOB_REST_SECONDS = 10.0
    job = services.order_book(alice, a_spec())
    with house.opened(settings, lambda asked, before: AWAY):
        for seconds in (20, 40):
            Job.objects.update(lease_expires_at=None)
            runner.advance(job.pk)

            wakes = Job.objects.filter(lease_expires_at__gt=Now() + timedelta(seconds=seconds - 5))
            assert wakes.filter(lease_expires_at__lt=Now() + timedelta(seconds=seconds + 5)).exists()


def test_a_vendor_whose_circuit_is_open_may_be_probed_while_the_job_rests(alice: User, settings: Any) -> None:
    settings.JOB_REST_SECONDS, settings.BREAKER_PROBE_SECONDS = 1.0, 40
    breaker = Breaker("text:openai")
    breaker.failed(for_good=True)
    job, openai = walked(settings, alice, house.play, walks=1)

    assert (job.status, openai.asked_at(CHAT)) == ("running", [])
    resting = Job.objects.filter(lease_expires_at__gt=Now() + timedelta(seconds=30))
    assert resting.exists()

    breaker.succeeded()
    Job.objects.update(lease_expires_at=None)
    with house.opened(settings):
        runner.advance(job.pk)

    job.refresh_from_db()
    assert (job.status, job.error_code) == ("done", "")


def test_a_vendor_that_says_how_long_is_given_so_long_but_not_for_ever(alice: User, settings: Any) -> None:
    settings.JOB_REST_SECONDS = 1.0
    for asked, least, most in ((45, 40, 50), (4_000_000, 55, 65)):
        busy = Answer(status=429, headers={"Retry-After": str(asked)})
        job, _openai = walked(settings, alice, failing(CHAT, busy, 1), walks=1)

        rests = Job.objects.filter(pk=job.pk, lease_expires_at__gt=Now() + timedelta(seconds=least))
        assert rests.filter(lease_expires_at__lt=Now() + timedelta(seconds=most)).exists()
