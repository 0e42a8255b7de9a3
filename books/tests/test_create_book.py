"""POST /v1/books."""

from datetime import timedelta
from typing import Any

import pytest
from django_q.models import OrmQ
from rest_framework.test import APIClient

from books.models import Book, Job
from books.tests.factories import wish
from characters.models import Character
from credits import services as credits
from credits.models import CreditTransaction
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from storyforge_site.models import IdempotencyKey

pytestmark = pytest.mark.django_db
URL = "/v1/books"


def test_a_key_of_the_day_before_yesterday_is_free_again(as_alice: APIClient) -> None:
    def order(topic: str) -> int:
        return as_alice.post(URL, wish(topic=topic), format="json", headers={"Idempotency-Key": "one"}).status_code

    assert [order("a dragon"), order("a fox")] == [202, 422]
    IdempotencyKey.objects.update(created_at=now() - timedelta(days=2))
    assert [order("a fox"), order("a fox"), order("a dragon")] == [202, 202, 422]
    assert Job.objects.count() == 2


def nothing_happened(user: User) -> bool:
    return (
        not Job.objects.exists()
        and not Book.objects.exists()
        and not OrmQ.objects.exists()
        and credits.balance_of(user) == 3
    )


def test_a_wish_becomes_a_queued_job_and_costs_one_credit(as_alice: APIClient, alice: User) -> None:
    answer = as_alice.post(URL, wish(page_count=6, theme="courage", forbidden_elements=["wolf"]), format="json")

    assert answer.status_code == 202
    job = Job.objects.get()
    assert answer.json() == {
        "job_id": job.pk,
        "book_id": job.book_id,
        "status": "queued",
        "estimated_time_seconds": 15,
    }
    assert (job.user, job.spec["topic"], job.spec["page_count"]) == (alice, "A shy dragon learns to swim", 6)
    assert job.spec["forbidden_elements"] == ["wolf"]
    assert credits.balance_of(alice) == 2
    assert OrmQ.objects.get().task["args"] == (job.pk,)  # a key and nothing else


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"topic": "   "}, "topic"),
        ({"topic": None}, "topic"),
        ({"topic": ["a dragon"]}, "topic"),
        ({"page_count": 13}, "page_count"),
        ({"topic": "a dragon\x00"}, ""),
    ],
)
def test_bad_input_names_the_field_and_costs_nothing(
    as_alice: APIClient, alice: User, change: dict[str, Any], field: str
) -> None:
    answer = as_alice.post(URL, wish(**change), format="json")

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["code"], problem["status"]) == ("VALIDATION", 422)
    assert [error["field"] for error in problem["errors"]] == [field]
    assert problem["request_id"] == answer["X-Request-ID"]
    assert nothing_happened(alice)


def test_missing_fields_are_all_named_at_once(as_alice: APIClient) -> None:
    answer = as_alice.post(URL, {}, format="json")

    assert {error["field"] for error in answer.json()["errors"]} == {"topic", "target_age", "style"}


def test_a_family_without_credits_is_told_so(as_alice: APIClient, alice: User) -> None:
    credits.reserve(alice, 3, reference="job_before", description="Three books")

    answer = as_alice.post(URL, wish(), format="json")

    assert (answer.status_code, answer.json()["code"]) == (402, "INSUFFICIENT_CREDITS")
    assert not Job.objects.exists()
    assert CreditTransaction.objects.count() == 2


def test_the_same_key_and_body_is_answered_once_more_not_done_once_more(as_alice: APIClient, alice: User) -> None:
    first = as_alice.post(URL, wish(), format="json", headers={"Idempotency-Key": "tap-1"})
    again = as_alice.post(URL, wish(), format="json", headers={"X-Idempotency-Key": "tap-1"})

    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert Job.objects.count() == 1
    assert credits.balance_of(alice) == 2


def test_two_people_may_use_the_same_key(as_alice: APIClient, as_bob: APIClient) -> None:
    for client in (as_alice, as_bob):
        assert client.post(URL, wish(), format="json", headers={"Idempotency-Key": "1"}).status_code == 202

    assert Job.objects.count() == 2


def test_a_refused_request_does_not_use_up_its_key(as_alice: APIClient) -> None:
    headers = {"Idempotency-Key": "tap-1"}
    assert as_alice.post(URL, wish(topic=""), format="json", headers=headers).status_code == 422

    assert as_alice.post(URL, wish(), format="json", headers=headers).status_code == 202


def test_a_saved_hero_comes_along(as_alice: APIClient, alice: User) -> None:
    mina = Character.objects.create(user=alice, name="Mina", kind="child", master_description="a girl with two braids")

    as_alice.post(URL, wish(character_id=mina.pk), format="json")

    job = Job.objects.select_related("book").get()
    assert job.spec["heroes"][0]["name"] == "Mina"
    assert job.spec["heroes"][0]["appearance"] == "a girl with two braids"
    assert job.book.character_id == mina.pk


def test_it_checks_ownership_of_the_hero(as_bob: APIClient, alice: User, bob: User) -> None:
    mina = Character.objects.create(user=alice, name="Mina")

    foreign = as_bob.post(URL, wish(character_id=mina.pk), format="json")
    unknown = as_bob.post(URL, wish(character_ids=["char_unknown"]), format="json")

    assert (foreign.status_code, foreign.json()["code"]) == (404, "NOT_FOUND")
    assert {**foreign.json(), "request_id": ""} == {**unknown.json(), "request_id": ""}
    assert nothing_happened(bob)


def test_nobody_is_asked_to_sign_in(as_nobody: APIClient, db: None) -> None:
    answer = as_nobody.post(URL, wish(), format="json", headers={"X-User-Key": "alice"})

    assert (answer.status_code, answer.json()["code"]) == (401, "UNAUTHENTICATED")
    assert not Job.objects.exists()
