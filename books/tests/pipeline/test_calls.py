"""What was asked of vendors, remembered and counted: bought things are counted, things not bought are not."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import OperationalError

from books import services
from books.models import Job, ProviderCall, Scope, Spending
from books.pipeline import budget, calls, runner
from books.pipeline.context import Context
from books.pipeline.lease import Lease, LeaseLost
from books.tests.factories import a_spec
from books.tests.pipeline import openai_house as house
from storyforge_site.accounts.models import User
from storyforge_site.lib import metering
from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.providers.contracts import Usage
from storyforge_site.tests.vendor import Answer, Asked, Script, Vendor

pytestmark = pytest.mark.django_db

CHAT, PICTURES, MODERATION = "/v1/chat/completions", "/v1/images/generations", "/v1/moderations"
PICTURE_PRICE = 15_000


def made(settings: Any, alice: User, script: Script, *, painters: int = 1, walks: int = 1) -> tuple[Job, Vendor]:
    """In so many walks; the first that fails is the last."""
    models = {"LLM_MODEL": "gpt-5-mini", "IMAGE_MODEL": "gpt-image-1-mini"}
    with house.opened(settings, script, IMAGE_MAX_CONCURRENT=painters, JOB_MAX_ATTEMPTS=1, **models) as openai:
        job = services.order_book(alice, a_spec(page_count=4))
        for _walk in range(walks):
            runner.advance(job.pk)
    job.refresh_from_db()
    return job, openai


def spent_today() -> int:
    return Spending.objects.all().today(Scope.SITE, "")


def a_context(alice: User) -> Context:
    job = services.order_book(alice, a_spec())
    lease = Lease.claim(job.pk)
    assert lease is not None
    return Context(Job.objects.select_related("user", "book").get(pk=job.pk), lease)


def require_settled(job: Job) -> None:
    """No call is left open, and what the job, the calls and the day say is the same sum."""
    rows = ProviderCall.objects.filter(job=job)
    assert not rows.filter(status="intended").exists()
    assert sum(rows.values_list("reserved_microdollars", flat=True)) == 0
    assert sum(rows.values_list("cost_microdollars", flat=True)) == job.spent_microdollars == spent_today()


def test_a_picture_is_paid_for_even_if_nobody_could_look_at_it(alice: User, settings: Any) -> None:
    def script(asked: Asked, before: int) -> Answer:
        is_picture = asked.path == MODERATION and "image_url" in json.dumps(asked.body)
        return Answer(status=401) if is_picture else house.play(asked, before)

    job, openai = made(settings, alice, script)

    assert (job.status, job.error_code) == ("failed", "PROVIDER_UNAVAILABLE")
    bought = len(openai.asked_at(PICTURES))
    assert bought <= 2  # the second while the first was looked at
    assert job.spent_microdollars == bought * PICTURE_PRICE
    require_settled(job)


def test_an_answer_of_no_use_is_paid_for(alice: User, settings: Any) -> None:
    no_json = Answer({"choices": [{"message": {"content": "no json"}}]})

    job, _openai = made(settings, alice, house.answering(CHAT, no_json))

    assert job.error_code == "LLM_JSON_INVALID"
    assert job.spent_microdollars > 0
    require_settled(job)


@pytest.mark.parametrize("status", [400, 401, 429, 503])
def test_what_a_vendor_refused_costs_nothing_for_any_of_the_painters(alice: User, settings: Any, status: int) -> None:
    settings.IMAGE_MAX_RETRIES = 1
    refused = Answer(status=status, headers={"Retry-After": "0"}, delay=0.2)

    job, openai = made(settings, alice, house.answering(PICTURES, refused), painters=3)

    assert job.status == "failed"
    assert len(openai.asked_at(PICTURES)) <= 3
    assert job.spent_microdollars == 0
    require_settled(job)


def test_an_answer_that_never_came_may_have_cost_its_price(alice: User, settings: Any) -> None:
    settings.IMAGE_TIMEOUT, settings.IMAGE_MAX_RETRIES = 0.5, 2

    job, openai = made(settings, alice, house.answering(PICTURES, Answer(delay=2)))

    assert job.error_code == "IMAGE_TIMEOUT"
    assert len(openai.asked_at(PICTURES)) == 2
    assert job.spent_microdollars == 2 * PICTURE_PRICE
    require_settled(job)


def test_tries_for_nothing_are_counted_beside_the_one_that_came(alice: User) -> None:
    ctx, question = a_context(alice), calls.Question("images", "a dragon", 1_000, attempts=3)

    def third_time_lucky() -> tuple[dict[str, Any], Usage]:
        for _time in range(3):
            metering.took()
        return {}, Usage("openai", "painter", cost_microdollars=900)

    calls.ask(ctx, question, third_time_lucky)

    ctx.job.refresh_from_db()
    assert ctx.job.spent_microdollars == 900 + 2 * 1_000
    require_settled(ctx.job)


def test_a_try_whose_answer_was_lost_stays_counted(alice: User) -> None:
    ctx, question = a_context(alice), calls.Question("images", "a dragon", 1_000, attempts=3)
    calls.intend(ctx, question)  # and the worker was killed

    row = calls.intend(ctx, question)
    calls.answered(ctx, row, question, Usage("openai", "x", cost_microdollars=700), taken=1, seconds=1.0)

    ctx.job.refresh_from_db()
    assert ctx.job.spent_microdollars == 1_700
    assert ProviderCall.objects.get().tries == 2
    require_settled(ctx.job)


def test_a_picture_that_is_there_already_is_counted_once(alice: User) -> None:
    ctx, question = a_context(alice), calls.Question("images", "a dragon", 1_000)
    calls.intend(ctx, question)  # and the worker was killed, after the picture was put away

    row = calls.intend(ctx, question, is_paid=True)
    calls.answered(ctx, row, question, Usage("openai", "x", cost_microdollars=700), taken=0, seconds=0.0)

    ctx.job.refresh_from_db()
    assert ctx.job.spent_microdollars == 700
    require_settled(ctx.job)


def test_what_was_spent_is_written_down_by_a_worker_that_lost_its_job(alice: User) -> None:
    ctx, question = a_context(alice), calls.Question("images", "a dragon", 1_000)
    row = calls.intend(ctx, question)
    services.cancel_book(ctx.job)

    with pytest.raises(LeaseLost):
        calls.answered(ctx, row, question, Usage("openai", "x", cost_microdollars=700), taken=1, seconds=1.0)

    ctx.job.refresh_from_db()
    assert ctx.job.spent_microdollars == 700
    require_settled(ctx.job)


def test_a_call_over_midnight_belongs_to_the_day_it_was_begun(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    ctx, question = a_context(alice), calls.Question("story", "words", 1_000)
    row = calls.intend(ctx, question)
    today, tomorrow = now().date(), now().date() + timedelta(days=1)
    Spending.objects.all().add(Scope.SITE, "", 5_000, day=tomorrow, cap=10**9)

    calls.failed(ctx, row, question, StoryforgeError(Code.LLM_TIMEOUT), taken=0)

    assert [Spending.objects.all().on(day, Scope.SITE, "") for day in (today, tomorrow)] == [0, 5_000]


def test_spending_never_goes_below_nothing() -> None:
    day = date(2026, 11, 21)
    Spending.objects.all().correct(Scope.SITE, "", -500, day=day)

    assert Spending.objects.all().on(day, Scope.SITE, "") == 0


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_for_a_moment_costs_no_answer(
    alice: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    correct, blips = budget.correct, iter([OperationalError("server closed the connection unexpectedly")])

    def sometimes(*args: Any, **kwargs: Any) -> None:
        for blip in blips:
            raise blip
        correct(*args, **kwargs)

    monkeypatch.setattr(budget, "correct", sometimes)
    job, openai = made(settings, alice, house.play)

    assert job.status == "done"
    assert len(openai.asked_at(CHAT)) == 2


def test_after_a_stop_no_retry_goes_out(alice: User, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    intend = calls.intend

    def intend_and_stop(ctx: Context, question: calls.Question, **kwargs: Any) -> ProviderCall:
        row = intend(ctx, question, **kwargs)
        if question.step == "images":
            services.cancel_book(ctx.job)
            ctx.deadline.given_up.set()  # as the heartbeat does when it learns of it
        return row

    monkeypatch.setattr(calls, "intend", intend_and_stop)
    job, openai = made(settings, alice, house.answering(PICTURES, Answer(status=500)))

    assert job.status == "cancelled"
    assert len(openai.asked_at(PICTURES)) == 0
    require_settled(job)


def test_a_refused_call_is_written_down_with_its_code(alice: User) -> None:
    ctx, question = a_context(alice), calls.Question("story", "words", 1_000)

    def refuse() -> tuple[dict[str, Any], Usage]:
        raise StoryforgeError(Code.LLM_TIMEOUT, kind=Kind.RETRYABLE)

    with pytest.raises(StoryforgeError):
        calls.ask(ctx, question, refuse)

    assert ProviderCall.objects.values_list("status", "error_code").get() == ("failed", "LLM_TIMEOUT")
