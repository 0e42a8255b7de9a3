"""What providers may take: counted before a call, exact when calls race."""

from dataclasses import replace
from typing import Any

import pytest
from rest_framework.test import APIClient

from books import services
from books.models import Job, ProviderCall, Scope, Spending
from books.pipeline import runner
from books.tests.factories import a_spec, wish
from books.tests.pipeline import openai_house as house
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from storyforge_site.providers import prices
from storyforge_site.providers.contracts import Usage
from storyforge_site.tests.vendor import Answer, Asked, Vendor

pytestmark = pytest.mark.django_db

CHAT, PICTURES = "/v1/chat/completions", "/v1/images/generations"


def made(settings: Any, alice: User, usage: dict[str, int] | None = None) -> tuple[Job, Vendor]:
    def script(asked: Asked, before: int) -> Answer:
        answer = house.play(asked, before)
        if not usage or asked.path != CHAT:
            return answer
        return Answer({**answer.body, "model": "gpt-5-mini", "usage": usage})

    with house.opened(settings, script, LLM_MODEL="gpt-5-mini", IMAGE_MODEL="gpt-image-1-mini") as openai:
        job = services.order_book(alice, a_spec(page_count=4))
        runner.advance(job.pk)
    job.refresh_from_db()
    return job, openai


def test_a_book_costs_what_the_vendors_report(alice: User, settings: Any) -> None:
    job, _openai = made(settings, alice, {"prompt_tokens": 1000, "completion_tokens": 2000})

    text = -(-(1000 * 250_000 + 2000 * 2_000_000) // 1_000_000)
    assert job.status == "done"
    assert job.spent_microdollars == 2 * text + 5 * 15_000
    assert Spending.objects.all().today(Scope.USER, alice.pk) == job.spent_microdollars
    assert Spending.objects.all().today(Scope.SITE, "") == job.spent_microdollars
    assert sum(ProviderCall.objects.values_list("cost_microdollars", flat=True)) == job.spent_microdollars


def test_a_book_that_would_cost_too_much_is_stopped_before_the_call(alice: User, settings: Any) -> None:
    settings.COST_CAP_JOB = 60_000  # the story and three pictures, not four

    job, openai = made(settings, alice)

    assert (job.status, job.error_code) == ("failed", "COST_CAP")
    assert len(openai.asked_at(PICTURES)) < 5
    assert job.spent_microdollars <= 60_000
    assert credits.balance_of(alice) == 3


def test_a_vendor_that_reports_ten_times_the_usage_is_asked_no_more(alice: User, settings: Any) -> None:
    settings.COST_CAP_JOB = 200_000

    job, openai = made(settings, alice, {"prompt_tokens": 400_000, "completion_tokens": 100_000})

    assert (job.status, job.error_code) == ("failed", "COST_CAP")
    assert len(openai.asked_at(CHAT)) == 1
    assert not openai.asked_at(PICTURES)


@pytest.mark.parametrize("cap", ["COST_CAP_USER_DAY", "COST_CAP_SITE_DAY"])
def test_a_day_whose_money_is_spent_begins_no_book(as_alice: APIClient, alice: User, settings: Any, cap: str) -> None:
    setattr(settings, cap, 1000)
    subject = {"COST_CAP_USER_DAY": (Scope.USER, alice.pk), "COST_CAP_SITE_DAY": (Scope.SITE, "")}[cap]
    Spending.objects.all().correct(*subject, 1000, day=now().date())

    answer = as_alice.post("/v1/books", wish(), format="json")

    assert (answer.status_code, answer.json()["code"]) == (503, "BUDGET_EXHAUSTED")
    assert 0 < int(answer["Retry-After"]) <= 86_401
    assert not Job.objects.exists()
    assert credits.balance_of(alice) == 3


def test_the_offline_engine_costs_nothing_and_leaves_no_rows(alice: User) -> None:
    job = services.order_book(alice, a_spec(page_count=4))
    runner.advance(job.pk)

    assert not ProviderCall.objects.exists()
    assert not Spending.objects.exists()


@pytest.mark.parametrize(
    ("usage", "cost"),
    [
        (Usage("openai", "gpt-5-mini-2025", input_tokens=1_000_000), 250_000),
        (Usage("openai", "something-new", output_tokens=1_000_000), 15_000_000),
        (Usage("openai", "gpt-image-1-mini", pictures=1), 15_000),
        (Usage("openai", "gpt-image-1-mini", input_tokens=1_000, output_tokens=1_000, pictures=1), 10_500),
        (Usage("fal", "fal-ai/flux/dev", input_tokens=1_000, pictures=1), 25_000),
        (Usage("openai", "omni-moderation-latest"), 0),
        (Usage("offline", "storyteller-1", input_tokens=5), 0),
    ],
)
def test_prices_by_the_beginning_of_a_models_name(usage: Usage, cost: int) -> None:
    assert prices.cost(usage) == cost


def test_what_is_only_counted_for_pictures_in_the_making_stops_no_book(alice: User, settings: Any) -> None:
    settings.COST_CAP_JOB = 115_000  # all five pictures, but not with the worst of three at once beside them

    def script(asked: Asked, before: int) -> Answer:
        answer = house.play(asked, before)
        return replace(answer, delay=0.1) if asked.path == PICTURES else answer

    models = {"LLM_MODEL": "gpt-5-mini", "IMAGE_MODEL": "gpt-image-1-mini", "IMAGE_MAX_CONCURRENT": 3}
    with house.opened(settings, script, **models):
        job = services.order_book(alice, a_spec(page_count=4))
        runner.advance(job.pk)

    job.refresh_from_db()
    assert (job.status, job.error_code) == ("done", "")
    assert job.spent_microdollars == 5 * 15_000
