"""Staff look at reading days, and choose the topics that are still to come."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from streaks import daily
from streaks.models import DailyStory, DailyStreak, ReadingLog
from streaks.tests.factories import read, shared_book

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root@example.org", "r-long-password"))
    return client


def test_reading_days_are_only_looked_at(staff: Client, alice: User) -> None:
    read(alice, now())
    log = ReadingLog.objects.get()

    for path in (f"dailystreak/{alice.pk}", f"readinglog/{log.pk}"):
        assert staff.get(f"/admin/streaks/{path}/change/").status_code == 200
        assert staff.post(f"/admin/streaks/{path}/change/", {"total_days": 9}).status_code == 403
        assert staff.post(f"/admin/streaks/{path}/delete/", {"post": "yes"}).status_code == 403
    assert DailyStreak.objects.get().total_days == 1


@pytest.mark.parametrize("table", ["dailystory", "dailystreak", "readinglog"])
def test_lists_open_and_nothing_is_added(staff: Client, alice: User, table: str) -> None:
    read(alice, now())
    daily.plan_daily_stories(date(2026, 11, 20), 2)

    assert staff.get(f"/admin/streaks/{table}/").status_code == 200
    assert staff.get(f"/admin/streaks/{table}/", {"q": "alice"}).status_code == 200
    assert staff.get(f"/admin/streaks/{table}/add/").status_code == 403


def choose(staff: Client, story: DailyStory) -> Any:
    chosen = {"theme": "dreams", "topic": "A lantern that dreams of the sea", "tries": "0"}
    return staff.post(f"/admin/streaks/dailystory/{story.pk}/change/", chosen)


def test_staff_choose_a_topic_that_is_still_to_come(staff: Client) -> None:
    daily.plan_daily_stories(date(2026, 11, 20), 1)
    story = DailyStory.objects.filter(language="en").get()

    choose(staff, story)

    story.refresh_from_db()
    assert (story.theme, story.topic) == ("dreams", "A lantern that dreams of the sea")


def test_a_story_that_is_begun_stays_as_it_is(staff: Client) -> None:
    daily.plan_daily_stories(date(2026, 11, 20), 1)
    story = DailyStory.objects.filter(language="en").get()
    story.book = shared_book()
    story.save()
    topic = story.topic

    choose(staff, story)

    story.refresh_from_db()
    assert (story.topic, story.book is not None) == (topic, True)
