"""Many at once, on PostgreSQL: SQLite has one writer, and would pass whatever the code."""

from collections import Counter

import pytest
from rest_framework.test import APIClient

from books import audit
from books.models import Job
from books.tests.test_races import all_at_once
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from streaks import daily
from streaks.models import DailyStory, DailyStreak, ReadingLog
from streaks.tests.factories import read_days_ago, shared_book

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def test_fifty_sittings_at_once_are_one_day_and_one_milestone(alice: User) -> None:
    read_days_ago(alice, 2, 1)
    told = {"book_id": shared_book().pk, "reading_time": 60, "completed": True}

    def post(_number: int) -> tuple[int, bool, int]:
        client = APIClient()
        client.force_authenticate(User.objects.get(pk=alice.pk))
        answer = client.post("/v1/streak/read", told, format="json")
        return answer.status_code, answer.json()["new_streak_day"], len(answer.json()["milestones"])

    answers = Counter(all_at_once(50, post))

    assert answers == {(200, True, 1): 1, (200, False, 0): 49}
    streak = DailyStreak.objects.get()
    assert (streak.current_streak, streak.total_days) == (3, 3)
    assert ReadingLog.objects.count() == 2 + 50
    assert credits.balance_of(alice) == 3 + 1
    assert list(audit.faults()) == []


def test_the_very_first_sitting_may_come_twenty_times_at_once(alice: User) -> None:
    told = {"book_id": shared_book().pk, "reading_time": 60, "completed": True}

    def post(_number: int) -> bool:
        client = APIClient()
        client.force_authenticate(User.objects.get(pk=alice.pk))
        return bool(client.post("/v1/streak/read", told, format="json").json()["new_streak_day"])

    assert sum(all_at_once(20, post)) == 1
    assert DailyStreak.objects.get().total_days == 1


def test_one_key_from_twenty_hands_is_one_sitting(alice: User) -> None:
    told = {"book_id": shared_book().pk, "reading_time": 60, "completed": True}

    def post(_number: int) -> int:
        client = APIClient()
        client.force_authenticate(User.objects.get(pk=alice.pk))
        answer = client.post("/v1/streak/read", told, format="json", headers={"Idempotency-Key": "same"})
        return int(answer.status_code)

    assert set(all_at_once(20, post)) <= {200, 409}
    assert ReadingLog.objects.count() == 1


@pytest.mark.parametrize("is_planned", [True, False])
def test_thirty_readers_who_ask_at_once_start_one_job(is_planned: bool) -> None:
    """Planned, the row's lock sorts them; not planned, its unique date and language."""
    today = now().date()
    if is_planned:
        daily.plan_daily_stories(today, 1)

    made = all_at_once(30, lambda _number: daily.make(today, "en"))

    assert len(set(made)) == 1
    assert Job.objects.count() == 1
    assert DailyStory.objects.get(language="en").book == Job.objects.select_related("book").get().book


def test_ten_schedulers_make_each_language_once() -> None:
    moment = now()

    all_at_once(10, lambda _number: daily.make_due(moment))

    stories = DailyStory.objects.filter(book__isnull=False)
    assert Job.objects.count() == stories.count()
    assert stories.count() % 3 == 0
