"""GET /v1/streak/calendar."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from streaks.tests.factories import read_at, read_days_ago

pytestmark = pytest.mark.django_db
URL = "/v1/streak/calendar"


def test_february_of_a_leap_year(as_alice: APIClient, alice: User) -> None:
    for local in ("2028-01-31 23:59", "2028-02-01 00:00", "2028-02-29 08:00", "2028-02-29 23:59", "2028-03-01 00:00"):
        read_at(alice, local, "Asia/Seoul")

    month = as_alice.get(URL, {"year": 2028, "month": 2}).json()

    assert (month["year"], month["month"], month["total_read_days"]) == (2028, 2, 2)
    assert [day["day"] for day in month["days"]] == list(range(1, 30))
    assert month["days"][0] == {"date": "2028-02-01", "day": 1, "read": True, "books_count": 1}
    assert month["days"][1] == {"date": "2028-02-02", "day": 2, "read": False, "books_count": 0}
    assert month["days"][28] == {"date": "2028-02-29", "day": 29, "read": True, "books_count": 2}


@pytest.mark.parametrize(("year", "month", "length"), [(2027, 2, 28), (2026, 12, 31), (2100, 2, 28), (2000, 2, 29)])
def test_every_month_has_its_length(as_alice: APIClient, year: int, month: int, length: int) -> None:
    answer = as_alice.get(URL, {"year": year, "month": month}).json()

    assert len(answer["days"]) == length
    assert answer["total_read_days"] == 0


def test_the_present_month_unless_another_is_named(as_alice: APIClient, alice: User) -> None:
    today = now().date()
    read_days_ago(alice, 0)

    answer = as_alice.get(URL).json()

    assert (answer["year"], answer["month"]) == (today.year, today.month)
    assert [day["date"] for day in answer["days"] if day["read"]] == [today.isoformat()]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"year": 1999, "month": 1}, "year"),
        ({"year": 2101, "month": 1}, "year"),
        ({"year": 2026, "month": 0}, "month"),
        ({"year": 2026, "month": 13}, "month"),
        ({"year": 2026, "month": "may"}, "month"),
        ({"year": 2026, "month": 5, "day": 3}, "day"),
    ],
)
def test_a_month_that_is_none_is_refused(as_alice: APIClient, query: dict[str, Any], field: str) -> None:
    answer = as_alice.get(URL, query)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_it_checks_ownership(as_bob: APIClient, as_nobody: APIClient, alice: User) -> None:
    read_days_ago(alice, 0)

    assert as_bob.get(URL).json()["total_read_days"] == 0
    assert as_nobody.get(URL).status_code == 401
