"""What a model takes within a request is counted as books' spending is."""

from typing import Any

import pytest

from books.models import Scope, Spending
from storyforge_site.accounts.models import User
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.providers import prices, spending
from storyforge_site.providers.contracts import JsonRequest, Task
from storyforge_site.tests.vendor import Answer, vendor

pytestmark = pytest.mark.django_db
REQUEST = JsonRequest(Task.CHARACTER, "You draw.", "A dragon.", {"type": "object"}, {}, seed=1)


@pytest.fixture(autouse=True)
def at_openai(settings: Any) -> None:
    settings.LLM_PROVIDER, settings.LLM_MODEL, settings.LLM_MAX_RETRIES = ["openai"], "gpt-5-mini", 2


def chat(content: str = "{}") -> Answer:
    choice = {"message": {"content": content}, "finish_reason": "stop"}
    usage = {"prompt_tokens": 1_000, "completion_tokens": 1_000}
    return Answer({"id": "c", "model": "gpt-5-mini", "choices": [choice], "usage": usage})


def spent(user: User) -> tuple[int, int]:
    rows = Spending.objects.all()
    return rows.today(Scope.USER, user.pk), rows.today(Scope.SITE, "")


def test_an_answer_costs_what_it_took(alice: User, settings: Any) -> None:
    with vendor(lambda asked, before: chat()) as openai:
        settings.LLM_BASE_URL = openai.url
        spending.complete_json(REQUEST, user_id=alice.pk)

    assert spent(alice) == (2_250, 2_250)


@pytest.mark.parametrize(
    ("played", "is_paid_for"), [(Answer(status=500, headers={"Retry-After": "0"}), False), (chat("no json"), True)]
)
def test_a_muddled_answer_is_paid_for_too_and_an_outage_is_not(
    alice: User, settings: Any, played: Answer, is_paid_for: bool
) -> None:
    with vendor(lambda asked, before: played) as openai:
        settings.LLM_BASE_URL = openai.url
        with pytest.raises(StoryforgeError):
            spending.complete_json(REQUEST, user_id=alice.pk)

    assert (spent(alice)[0] > 0) == is_paid_for


@pytest.mark.parametrize("cap", ["COST_CAP_USER_DAY", "COST_CAP_SITE_DAY"])
def test_what_would_pass_a_cap_is_not_asked(alice: User, settings: Any, cap: str) -> None:
    setattr(settings, cap, 100)
    with vendor(lambda asked, before: chat()) as openai:
        settings.LLM_BASE_URL = openai.url
        with pytest.raises(StoryforgeError) as refusal:
            spending.complete_json(REQUEST, user_id=alice.pk)

    assert refusal.value.code is Code.BUDGET_EXHAUSTED
    assert openai.asked == []
    assert spent(alice) == (0, 0)


def test_what_is_done_on_this_machine_costs_nothing(alice: User, settings: Any) -> None:
    settings.LLM_PROVIDER = ["offline"]
    request = JsonRequest(Task.CHARACTER, "", "", {}, {"description": "a fox"}, seed=1)

    spending.complete_json(request, user_id=alice.pk)

    assert not Spending.objects.exists()


def test_a_picture_to_look_at_costs_more() -> None:
    assert prices.most_for_text("a dragon", pictures=1) > prices.most_for_text("a dragon")
