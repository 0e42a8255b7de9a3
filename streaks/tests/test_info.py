"""GET /v1/streak/info."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from streaks import services
from streaks.tests.factories import at, read_at, read_days_ago

pytestmark = pytest.mark.django_db
URL = "/v1/streak/info"


def test_a_newcomer_has_nothing_to_lose(as_alice: APIClient) -> None:
    assert as_alice.get(URL).json() == {
        "current_streak": 0,
        "longest_streak": 0,
        "total_days": 0,
        "last_read_date": None,
        "read_today": False,
        "streak_broken": False,
    }


def test_three_days_running(as_alice: APIClient, alice: User) -> None:
    read_days_ago(alice, 2, 1, 0)

    assert as_alice.get(URL).json() == {
        "current_streak": 3,
        "longest_streak": 3,
        "total_days": 3,
        "last_read_date": now().date().isoformat(),
        "read_today": True,
        "streak_broken": False,
    }


def test_today_is_still_to_come(as_alice: APIClient, alice: User) -> None:
    read_days_ago(alice, 2, 1)

    info = as_alice.get(URL).json()

    assert (info["current_streak"], info["read_today"], info["streak_broken"]) == (2, False, False)


def test_a_streak_breaks_when_yesterday_and_today_were_not_read(as_alice: APIClient, alice: User) -> None:
    read_days_ago(alice, 4, 3, 2)

    info = as_alice.get(URL).json()

    assert (info["current_streak"], info["read_today"], info["streak_broken"]) == (0, False, True)
    assert (info["longest_streak"], info["total_days"]) == (3, 3)


def test_it_breaks_at_the_readers_own_midnight(alice: User) -> None:
    read_at(alice, "2026-11-19 21:00", "Pacific/Honolulu")

    last_minute = services.standing(alice, at("2026-11-20 23:59", "Pacific/Honolulu"))
    too_late = services.standing(alice, at("2026-11-21 00:00", "Pacific/Honolulu"))

    assert (last_minute.is_broken, last_minute.current_streak) == (False, 1)
    assert (too_late.is_broken, too_late.current_streak) == (True, 0)


def test_a_reader_who_landed_yesterday_has_read_today(alice: User) -> None:
    read_at(alice, "2026-11-21 10:00", "Asia/Tokyo")
    alice.time_zone = "Pacific/Honolulu"

    standing = services.standing(alice, at("2026-11-20 20:00", "Pacific/Honolulu"))

    assert (standing.read_today, standing.is_broken) == (True, False)


@pytest.mark.parametrize("count", [1, 40])
def test_the_number_of_queries_does_not_depend_on_the_days(
    as_alice: APIClient, alice: User, count: int, django_assert_num_queries: Callable[[int], Any]
) -> None:
    read_days_ago(alice, *range(count))

    with django_assert_num_queries(1):
        as_alice.get(URL)


def test_it_checks_ownership(as_bob: APIClient, as_nobody: APIClient, alice: User) -> None:
    read_days_ago(alice, 1, 0)

    assert as_bob.get(URL).json()["total_days"] == 0
    assert as_nobody.get(URL).status_code == 401


def test_a_clock_that_runs_late_takes_nothing_away(alice: User) -> None:
    read_days_ago(alice, 0)

    standing = services.standing(alice, now() - timedelta(days=1, hours=1))

    assert (standing.current_streak, standing.is_broken) == (1, False)
