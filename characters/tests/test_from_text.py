"""POST /v1/characters/from-text."""

import hashlib
from collections.abc import Sized
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from characters.models import Character
from characters.tests.a_model import CHAT, DRAWN, MODERATION, chat, play, verdict
from characters.tests.factories import a_character
from storyforge_site.accounts.models import User
from storyforge_site.providers import prices
from storyforge_site.tests.vendor import Answer, Asked, vendor

pytestmark = pytest.mark.django_db
URL = "/v1/characters/from-text"


@pytest.fixture
def at_openai(settings: Any) -> Any:
    settings.LLM_PROVIDER, settings.LLM_MODEL, settings.LLM_MAX_RETRIES = ["openai"], "small", 1
    settings.LLM_TIMEOUT = 5.0
    return settings


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        (
            "A brave girl named Mina with two black braids, a yellow raincoat and blue jeans",
            {
                "name": "Mina",
                "kind": "child",
                "gender": "female",
                "hair": "two black braids",
                "top": "yellow raincoat",
                "bottom": "blue jeans",
                "traits": ["brave"],
            },
        ),
        (
            "a grumpy green dragon with orange wings and a blue scarf",
            {"kind": "dragon", "body": "orange wings", "accessories": "blue scarf", "traits": ["grumpy"]},
        ),
        (
            "이름은 지우이고 검은 양갈래 머리에 노란 비옷을 입은 용감한 소녀",
            {
                "name": "지우",
                "kind": "child",
                "gender": "female",
                "hair": "검은 양갈래 머리",
                "top": "노란 비옷",
                "traits": ["용감한"],
            },
        ),
        (
            "はずかしがりやの 白い うさぎ、赤い マフラーを している",
            {"kind": "rabbit", "accessories": "赤い マフラー", "traits": ["はずかしがりやの"]},
        ),
    ],
)
def test_our_own_reader_takes_a_sentence_apart(
    as_alice: APIClient, alice: User, description: str, expected: dict[str, Any]
) -> None:
    answer = as_alice.post(URL, {"description": description}, format="json")

    assert answer.status_code == 201
    body = answer.json()
    found = {**body["appearance"], **body["clothing"], **body, "traits": body["personality_traits"]}
    assert {name: found[name] for name in expected} == expected
    assert (body["master_description"], body["source"]) == (description, "offline_words")
    assert body["name"]
    assert "without a model" in body["note"]
    assert Character.objects.get(user=alice).pk == body["id"]


@pytest.mark.parametrize("description", ["a fox", "곰", "ねこ", "??", "x" * 400, "!!!! !!!!"])
def test_few_words_or_odd_ones_make_a_whole_character_too(as_alice: APIClient, description: str) -> None:
    answer = as_alice.post(URL, {"description": description.ljust(2, ".")}, format="json")

    assert answer.status_code == 201
    body = answer.json()
    assert 10 <= len(body["master_description"]) <= 400
    assert 1 <= len(body["personality_traits"]) <= 10
    assert body["kind"]


def test_the_same_sentence_makes_the_same_character(as_alice: APIClient) -> None:
    one, other = (as_alice.post(URL, {"description": "a shy owl"}, format="json").json() for _ in range(2))

    changing = {"id", "character_id", "created_at", "updated_at"}
    assert {k: v for k, v in one.items() if k not in changing} == {k: v for k, v in other.items() if k not in changing}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "description"),
        ({"description": ""}, "description"),
        ({"description": "x"}, "description"),
        ({"description": "x" * 401}, "description"),
        ({"description": ["a fox"]}, "description"),
        ({"description": "a fox", "name": "Finn"}, "name"),
        ({"description": "a f\x00ox"}, ""),
    ],
)
def test_bad_input_names_the_field(as_alice: APIClient, body: dict[str, Any], field: str) -> None:
    answer = as_alice.post(URL, body, format="json")

    assert (answer.status_code, answer.json()["code"]) == (422, "VALIDATION")
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_model_is_asked_by_a_schema_and_believed_within_bounds(as_alice: APIClient, at_openai: Any) -> None:
    wild = {
        **DRAWN,
        "name": "P" * 90,
        "kind": "vampire",
        "hair": "black\x00 bob",
        "top": 7,
        "personality_traits": ["merry"] * 30 + [None],
    }
    with vendor(lambda asked, before: chat(wild)) as openai:
        at_openai.LLM_BASE_URL = openai.url
        answer = as_alice.post(URL, {"description": "빨간 옷을 입은 아이"}, format="json")

    body = answer.json()
    assert (answer.status_code, body["source"]) == (201, "model")
    assert (body["name"], body["kind"], body["clothing"]["top"]) == ("P" * 40, "child", "")
    assert (body["appearance"]["hair"], body["personality_traits"]) == ("black bob", ["merry"])
    asked = openai.asked[0].body
    assert asked["response_format"]["json_schema"]["schema"]["properties"]["hair"]["type"] == "string"
    assert "Write in Korean" in asked["messages"][1]["content"]


def test_what_is_not_fit_is_shown_to_no_model(as_alice: APIClient, at_openai: Any) -> None:
    with vendor(play) as openai:
        at_openai.LLM_BASE_URL = openai.url
        answer = as_alice.post(URL, {"description": "a murderer with a knife"}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (422, "SAFETY_INPUT")
    assert openai.asked == []


def test_what_a_model_writes_is_moderated_too(as_alice: APIClient, at_openai: Any) -> None:
    with vendor(lambda asked, before: chat(DRAWN | {"face": "like a murderer"})) as openai:
        at_openai.LLM_BASE_URL = openai.url
        answer = as_alice.post(URL, {"description": "a girl"}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (422, "SAFETY_INPUT")
    assert not Character.objects.exists()


@pytest.mark.parametrize(
    ("played", "status", "code"),
    [
        (Answer({"error": {}}, status=500), 503, "PROVIDER_UNAVAILABLE"),
        (Answer({"error": {}}, status=401), 503, "PROVIDER_UNAVAILABLE"),
        (chat("no json"), 503, "PROVIDER_UNAVAILABLE"),
        (chat({"name": ""}), 503, "PROVIDER_UNAVAILABLE"),
        (Answer({"error": {"code": "content_policy_violation"}}, status=400), 422, "SAFETY_INPUT"),
    ],
)
def test_a_model_that_fails_is_told_kindly(
    as_alice: APIClient, at_openai: Any, played: Answer, status: int, code: str
) -> None:
    with vendor(lambda asked, before: played) as openai:
        at_openai.LLM_BASE_URL = openai.url
        answer = as_alice.post(URL, {"description": "a girl"}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert "credit" not in answer.json()["detail"]  # none was taken
    assert (status == 503) == ("Retry-After" in answer)
    assert not Character.objects.exists()


def test_when_the_moderator_is_down_nothing_is_made(as_alice: APIClient, settings: Any) -> None:
    settings.MODERATION_PROVIDER, settings.MODERATION_BASE_URL = ["openai"], "http://127.0.0.1:9/v1"

    answer = as_alice.post(URL, {"description": "a girl"}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (503, "PROVIDER_UNAVAILABLE")
    assert not Character.objects.exists()


def test_a_retry_is_answered_without_asking_again(as_alice: APIClient, at_openai: Any) -> None:
    with vendor(play) as openai:
        at_openai.LLM_BASE_URL = at_openai.MODERATION_BASE_URL = openai.url
        at_openai.MODERATION_PROVIDER = ["openai"]
        first, again, other = (
            as_alice.post(URL, {"description": said}, format="json", headers={"Idempotency-Key": "k"})
            for said in ("a girl", "a girl", "a boy")
        )

    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert (other.status_code, other.json()["code"]) == (422, "IDEMPOTENCY_MISMATCH")
    assert len(openai.asked_at(CHAT)) == 1
    assert len(openai.asked_at(MODERATION)) == 2  # the sentence, the character


def test_a_second_request_waits_for_the_first(as_alice: APIClient, at_openai: Any) -> None:
    second: list[Any] = []

    def script(asked: Asked, before: int) -> Answer:
        return chat(DRAWN)

    key = {"Idempotency-Key": "k"}
    with vendor(script) as openai:
        at_openai.LLM_BASE_URL = openai.url
        mark = _mark_of(as_alice, key["Idempotency-Key"])
        cache.add(mark, True)  # as the first does while its question is out
        second.append(as_alice.post(URL, {"description": "a girl"}, format="json", headers=key))
        cache.delete(mark)
        second.append(as_alice.post(URL, {"description": "a girl"}, format="json", headers=key))

    assert (second[0].status_code, second[0].json()["code"]) == (409, "IDEMPOTENCY_IN_FLIGHT")
    assert second[0]["Retry-After"] == "1"
    assert second[1].status_code == 201
    assert len(openai.asked) == 1


def _mark_of(client: APIClient, key: str) -> str:
    user = User.objects.get(email="alice@example.org")
    return f"asking:{user.pk}:{hashlib.sha256(key.encode()).hexdigest()}"


def test_what_a_model_takes_counts_against_the_day(as_alice: APIClient, at_openai: Any) -> None:
    at_openai.COST_CAP_USER_DAY = prices.most_for_text("x" * 20_000)
    with vendor(play) as openai:
        at_openai.LLM_BASE_URL = openai.url
        answers = [as_alice.post(URL, {"description": "a girl"}, format="json")]
        at_openai.COST_CAP_USER_DAY = 1
        answers.append(as_alice.post(URL, {"description": "a girl"}, format="json"))

    assert [answer.status_code for answer in answers] == [201, 503]
    assert answers[1].json()["code"] == "BUDGET_EXHAUSTED"
    assert int(answers[1]["Retry-After"]) > 0
    assert len(openai.asked) == 1


def test_no_transaction_is_open_while_a_model_is_asked(as_alice: APIClient, at_openai: Any) -> None:
    written: list[int] = []
    ours = connection.queries_log  # of this thread; the vendor answers in another
    with CaptureQueriesContext(connection) as queries, vendor(lambda asked, before: _note(written, ours)) as openai:
        at_openai.LLM_BASE_URL = openai.url
        as_alice.post(URL, {"description": "a girl"}, format="json", headers={"Idempotency-Key": "k"})

    before = [query["sql"] for query in queries.captured_queries[: written[0] - queries.initial_queries]]
    assert before
    opened, closed = (len([sql for sql in before if sql.startswith(w)]) for w in ("SAVEPOINT", "RELEASE SAVEPOINT"))
    assert opened == closed
    assert not [sql for sql in before if "idempotency" in sql.lower() and not sql.startswith("SELECT")]


def _note(written: list[int], queries: Sized) -> Answer:
    written.append(len(queries))
    return chat(DRAWN)


def test_a_family_without_room_asks_no_model(as_alice: APIClient, alice: User, at_openai: Any) -> None:
    at_openai.MAX_CHARACTERS = 1
    a_character(alice)
    with vendor(play) as openai:
        at_openai.LLM_BASE_URL = openai.url
        answer = as_alice.post(URL, {"description": "a girl"}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (422, "VALIDATION")
    assert openai.asked == []


def test_it_counts_as_a_generation(as_alice: APIClient, settings: Any) -> None:
    settings.RATELIMIT_ENABLE = True

    answers = [as_alice.post(URL, {}, format="json") for _ in range(11)]

    assert [answer.status_code for answer in answers] == [422] * 10 + [429]


def test_a_moderator_is_asked_about_the_sentence(as_alice: APIClient, settings: Any) -> None:
    settings.MODERATION_PROVIDER = ["openai"]
    with vendor(lambda asked, before: verdict(flagged=True)) as openai:
        settings.MODERATION_BASE_URL = openai.url
        answer = as_alice.post(URL, {"description": "a girl"}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (422, "SAFETY_INPUT")
