"""POST /v1/streak/read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from books.models import Book
from books.tests.factories import a_book
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from streaks.models import DailyStreak, ReadingLog
from streaks.tests.factories import read, read_at, read_days_ago, shared_book

pytestmark = pytest.mark.django_db
URL = "/v1/streak/read"


def told(book: Book, **fields: Any) -> dict[str, Any]:
    return {"book_id": book.pk, "reading_time": 95, "completed": True} | fields


def test_the_first_book_is_the_first_day(as_alice: APIClient, alice: User) -> None:
    book = a_book(alice, pages=0)

    answer = as_alice.post(URL, told(book), format="json")

    assert answer.status_code == 200
    assert answer.json() == {
        "current_streak": 1,
        "longest_streak": 1,
        "total_days": 1,
        "new_streak_day": True,
        "milestones": [],
    }
    log = ReadingLog.objects.get()
    assert (log.user, log.book, log.reading_time, log.completed) == (alice, book, 95, True)
    assert log.local_date == now().date()


def test_a_second_book_the_same_day_counts_no_second_day(as_alice: APIClient, alice: User) -> None:
    book = shared_book()
    as_alice.post(URL, told(book), format="json")

    answer = as_alice.post(URL, told(book, completed=False, reading_time=0), format="json").json()

    assert (answer["total_days"], answer["new_streak_day"]) == (1, False)
    assert ReadingLog.objects.count() == 2


def test_yesterday_and_today_are_two_days_running(as_alice: APIClient, alice: User) -> None:
    read_days_ago(alice, 1)

    answer = as_alice.post(URL, told(shared_book()), format="json").json()

    assert (answer["current_streak"], answer["longest_streak"], answer["new_streak_day"]) == (2, 2, True)


def test_after_a_break_it_begins_anew_and_the_longest_stays(as_alice: APIClient, alice: User) -> None:
    read_days_ago(alice, 5, 4)

    answer = as_alice.post(URL, told(shared_book()), format="json").json()

    assert (answer["current_streak"], answer["longest_streak"], answer["total_days"]) == (1, 2, 3)


def test_a_traveller_keeps_days_and_log_in_step(alice: User) -> None:
    """The total is the number of dates in the log, whatever was flown and however the zone was turned."""
    read_at(alice, "2026-11-19 20:00", "Asia/Tokyo")
    read_at(alice, "2026-11-19 14:00", "Pacific/Honolulu")
    read_at(alice, "2026-11-20 20:00", "Pacific/Honolulu")
    read_at(alice, "2026-11-21 20:30", "Pacific/Kiritimati")  # the same half hour, a date later
    sitting = read_at(alice, "2026-11-22 23:00", "Asia/Seoul")

    assert (sitting.streak.current_streak, sitting.streak.total_days) == (3, 3)
    assert ReadingLog.objects.values("local_date").distinct().count() == 3


def test_the_key_replays_the_first_answer(as_alice: APIClient) -> None:
    body = told(shared_book())

    first, again = (as_alice.post(URL, body, format="json", headers={"Idempotency-Key": "k"}) for _time in range(2))

    assert first.json()["new_streak_day"] is True
    assert first.json() == again.json()
    assert ReadingLog.objects.count() == 1


def test_a_key_with_another_body_is_refused(as_alice: APIClient) -> None:
    book = shared_book()
    as_alice.post(URL, told(book), format="json", headers={"Idempotency-Key": "k"})

    answer = as_alice.post(URL, told(book, reading_time=1), format="json", headers={"Idempotency-Key": "k"})

    assert (answer.status_code, answer.json()["code"]) == (422, "IDEMPOTENCY_MISMATCH")


@pytest.mark.parametrize(
    "wrong",
    [
        {"reading_time": -1},
        {"reading_time": 24 * 60 * 60 + 1},
        {"reading_time": "long"},
        {"completed": "perhaps"},
        {"book_id": ""},
        {"date": "2026-01-01"},
    ],
)
def test_what_is_wrong_is_named(as_alice: APIClient, wrong: dict[str, Any]) -> None:
    answer = as_alice.post(URL, told(shared_book(), **wrong), format="json")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, next(iter(wrong)))
    assert not DailyStreak.objects.exists()


def test_nothing_may_be_left_out(as_alice: APIClient) -> None:
    answer = as_alice.post(URL, {}, format="json")

    assert answer.status_code == 422
    assert {error["field"] for error in answer.json()["errors"]} == {"book_id", "reading_time", "completed"}


def test_a_book_in_the_making_cannot_be_read(as_alice: APIClient, alice: User) -> None:
    book = a_book(alice, pages=0, published_at=None)

    assert as_alice.post(URL, told(book), format="json").status_code == 404


def test_it_checks_ownership(as_bob: APIClient, as_nobody: APIClient, alice: User) -> None:
    book = a_book(alice, pages=0)

    foreign = as_bob.post(URL, told(book), format="json", headers={"X-Request-ID": "same"})
    missing = as_bob.post(URL, told(book, book_id="book_none"), format="json", headers={"X-Request-ID": "same"})

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert {**foreign.json(), "request_id": ""} == {**missing.json(), "request_id": ""}
    assert as_nobody.post(URL, told(book), format="json").status_code == 401
    assert not ReadingLog.objects.exists()


def queries_of(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def test_the_number_of_queries_does_not_depend_on_what_was_read(as_alice: APIClient, alice: User) -> None:
    book = shared_book()
    as_alice.post(URL, told(book), format="json")
    few = queries_of(lambda: as_alice.post(URL, told(book), format="json"))
    for minute in range(40):
        read(alice, now() + timedelta(seconds=minute), book=book)

    assert queries_of(lambda: as_alice.post(URL, told(book), format="json")) == few
