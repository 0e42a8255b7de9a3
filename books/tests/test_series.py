"""POST /v1/books/series: the next volume, the same hero, which remembers the last."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from books.models import Book, Job
from books.pipeline import runner
from books.tests.factories import a_book
from characters.models import Character
from credits import services as credits
from storyforge_site.accounts.models import User

pytestmark = pytest.mark.django_db


def a_hero(user: User) -> Character:
    return Character.objects.create(user=user, name="Momo", kind="dragon", master_description="a small green dragon")


def wish(hero: Character, **fields: Any) -> dict[str, Any]:
    body = {"character_id": hero.pk, "topic": "Momo bakes bread", "target_age": "5-7", "style": "cartoon"}
    return {name: value for name, value in (body | fields).items() if value is not None}


def post(api: APIClient, body: dict[str, Any]) -> Any:
    return api.post("/v1/books/series", body, format="json")


def test_the_next_volume_follows_the_one_that_is_named(as_alice: APIClient, alice: User) -> None:
    hero = a_hero(alice)
    first = a_book(alice, character=hero, language="ko", title="모모", summary="모모가 헤엄을 배웠어요.")

    answer = post(as_alice, wish(hero, previous_book_id=first.pk, page_count=4))

    assert answer.status_code == 202
    assert set(answer.json()) == {"job_id", "book_id", "status", "estimated_time_seconds"}
    job = Job.objects.select_related("book").get()
    first.refresh_from_db()
    assert first.series_id.startswith("series_")
    assert (job.book.series_id, first.volume, job.book.volume) == (first.series_id, 1, 2)
    assert job.spec["language"] == "ko"
    assert job.spec["series_context"] == "모모: 모모가 헤엄을 배웠어요."
    assert job.spec["heroes"][0]["character_id"] == hero.pk
    assert credits.balance_of(alice) == 2


def test_without_a_name_it_follows_the_newest_with_this_hero(as_alice: APIClient, alice: User) -> None:
    hero = a_hero(alice)
    a_book(alice, character=hero, title="One")
    newest = a_book(alice, character=hero, title="Two")
    a_book(alice, title="Of somebody else")

    post(as_alice, wish(hero))

    newest.refresh_from_db()
    assert Job.objects.select_related("book").get().book.series_id == newest.series_id != ""


def test_a_first_volume_follows_nothing(as_alice: APIClient, alice: User) -> None:
    alice.language = "ja"
    alice.save()

    post(as_alice, wish(a_hero(alice)))

    job = Job.objects.select_related("book").get()
    assert (job.book.series_id, job.book.volume, job.spec["series_context"]) == ("", 1, "")
    assert job.spec["language"] == "ja"


def test_volumes_count_on(as_alice: APIClient, alice: User) -> None:
    hero = a_hero(alice)
    first = a_book(alice, character=hero)
    for _volume in range(2):
        post(as_alice, wish(hero, previous_book_id=first.pk))

    assert sorted(Book.objects.values_list("volume", flat=True)) == [1, 2, 3]


@pytest.mark.heavy
def test_the_hero_looks_the_same_in_the_next_volume(as_alice: APIClient, alice: User) -> None:
    hero = a_hero(alice)
    sheets = []
    for topic in ("Momo learns to swim", "Momo bakes bread"):
        post(as_alice, wish(hero, topic=topic, page_count=4))
        job = Job.objects.order_by("-created_at")[0]
        runner.advance(job.pk)
        job.refresh_from_db()
        assert job.status == "done"
        sheets.append(next(sheet for sheet in job.character_sheet or [] if sheet["id"] == "hero"))

    assert sheets[0] == sheets[1]
    assert sorted(Book.objects.values_list("volume", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"topic": None}, "topic"),
        ({"new_topic_hint": "and again"}, "topic"),
        ({"page_count": 3}, "page_count"),
        ({"target_age": "2"}, "target_age"),
        ({"language": "en"}, "language"),
    ],
)
def test_nonsense_is_named(as_alice: APIClient, alice: User, fields: dict[str, Any], field: str) -> None:
    answer = post(as_alice, wish(a_hero(alice), **fields))

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert not Job.objects.exists()


def test_new_topic_hint_is_another_word_for_topic(as_alice: APIClient, alice: User) -> None:
    post(as_alice, wish(a_hero(alice), topic=None, new_topic_hint="Momo bakes bread"))

    assert Job.objects.get().spec["topic"] == "Momo bakes bread"


def test_another_familys_hero_and_book_are_not_there(as_bob: APIClient, alice: User, bob: User) -> None:
    foreign, own = a_hero(alice), a_hero(bob)
    book = a_book(alice)

    assert post(as_bob, wish(foreign)).status_code == 404
    assert post(as_bob, wish(own, previous_book_id=book.pk)).status_code == 404
    assert not Job.objects.exists()
