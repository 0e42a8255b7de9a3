"""GET /v1/streak/history."""

from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from streaks import services
from streaks.tests.factories import at, read, read_at, read_days_ago, shared_book

pytestmark = pytest.mark.django_db
URL = "/v1/streak/history"


def test_days_that_were_read_newest_first(as_alice: APIClient, alice: User) -> None:
    dragon, fox, moment = shared_book(), shared_book(), now()
    read(alice, moment - timedelta(days=2), book=dragon, seconds=30)
    read(alice, moment, book=dragon, seconds=100)
    read(alice, moment, book=dragon, seconds=20)
    read(alice, moment, book=fox, seconds=5)

    assert as_alice.get(URL).json() == {
        "history": [
            {"date": moment.date().isoformat(), "books_read": 2, "reading_time": 125},
            {"date": (moment - timedelta(days=2)).date().isoformat(), "books_read": 1, "reading_time": 30},
        ]
    }


def test_days_reaches_back_so_far_and_today_is_one(as_alice: APIClient, alice: User) -> None:
    read_days_ago(alice, 31, 30, 29, 7, 6, 0)

    assert [len(as_alice.get(URL, {"days": days}).json()["history"]) for days in (1, 7, 8, 365)] == [1, 2, 3, 6]
    assert len(as_alice.get(URL).json()["history"]) == 4  # thirty days


@pytest.mark.parametrize("days", ["0", "366", "-1", "week", "7.5"])
def test_a_bad_length_is_refused(as_alice: APIClient, days: str) -> None:
    answer = as_alice.get(URL, {"days": days})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "days")


def test_an_unknown_field_is_refused_by_name(as_alice: APIClient) -> None:
    answer = as_alice.get(URL, {"weeks": "2"})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "weeks")


def test_a_deleted_book_was_read_all_the_same(as_alice: APIClient, alice: User) -> None:
    read(alice, now(), book=(lost := shared_book()))
    read(alice, now())
    lost.delete()

    assert as_alice.get(URL).json()["history"][0]["books_read"] == 2


def test_a_day_is_the_readers_own(alice: User) -> None:
    """A quarter to midnight and a quarter past in Seoul lie in one day of UTC."""
    read_at(alice, "2026-11-20 23:45", "Asia/Seoul")
    read_at(alice, "2026-11-21 00:15", "Asia/Seoul")

    rows = services.history(alice, 2, at("2026-11-21 08:00", "Asia/Seoul"))

    assert [str(row["local_date"]) for row in rows] == ["2026-11-21", "2026-11-20"]


def test_who_flew_west_finds_the_day_that_was_read(alice: User) -> None:
    read_at(alice, "2026-11-21 10:00", "Asia/Tokyo")
    alice.time_zone = "Pacific/Honolulu"

    rows = services.history(alice, 1, at("2026-11-20 16:00", "Pacific/Honolulu"))

    assert [str(row["local_date"]) for row in rows] == ["2026-11-21"]


def test_it_checks_ownership(as_bob: APIClient, as_nobody: APIClient, alice: User) -> None:
    read_days_ago(alice, 0)

    assert as_bob.get(URL).json() == {"history": []}
    assert as_nobody.get(URL).status_code == 401
