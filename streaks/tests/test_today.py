"""GET /v1/streak/today and /themes."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from books.models import Visibility
from storyforge_site.accounts.models import User
from storyforge_site.lib.choices import Language
from storyforge_site.lib.clock import now
from streaks import daily
from streaks.days import local_date
from streaks.models import DailyStory, DailyTheme
from streaks.tests.factories import at, shared_book

pytestmark = pytest.mark.django_db
URL = "/v1/streak/today"


def planned(user: User) -> DailyStory:
    day = local_date(now(), user.time_zone)
    daily.plan_daily_stories(day, 1)
    return DailyStory.objects.get(date=day, language=user.language)


def test_todays_theme_and_topic(as_alice: APIClient, alice: User) -> None:
    today = now().date()

    assert as_alice.get(URL).json() == {
        "date": today.isoformat(),
        "theme": daily.theme_of(today),
        "theme_name": str(daily.theme_of(today).label),
        "topic": daily.topic_of(today, "en"),
        "book_id": None,
    }
    assert not DailyStory.objects.exists()  # looking writes nothing


@pytest.mark.parametrize(("language", "names"), [("ko", "우정"), ("ja", "友情"), ("en", "Friendship")])
def test_it_speaks_the_readers_language(as_alice: APIClient, alice: User, language: str, names: str) -> None:
    alice.language = language

    today, themes = as_alice.get(URL).json(), as_alice.get("/v1/streak/themes").json()["themes"]

    assert today["topic"] == daily.topic_of(now().date(), language)
    assert themes[0]["theme_name"] == names


def test_what_staff_chose_is_told(as_alice: APIClient, alice: User) -> None:
    story = planned(alice)
    story.theme, story.topic = DailyTheme.DREAMS, "A lantern that dreams of the sea"
    story.save()

    today = as_alice.get(URL).json()

    assert (today["theme"], today["topic"]) == ("dreams", "A lantern that dreams of the sea")


@pytest.mark.parametrize(
    ("fields", "is_told"),
    [
        ({}, True),
        ({"published_at": None}, False),  # in the making
        ({"visibility": Visibility.PRIVATE}, False),  # withdrawn by staff
    ],
)
def test_the_book_is_told_once_everybody_may_read_it(
    as_alice: APIClient, alice: User, fields: dict[str, Any], is_told: bool
) -> None:
    story, book = planned(alice), shared_book()
    type(book).objects.filter(pk=book.pk).update(**fields)
    story.book = book
    story.save()

    assert as_alice.get(URL).json()["book_id"] == (book.pk if is_told else None)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12", "Asia/Seoul", "Pacific/Honolulu"])
def test_its_date_is_the_readers_own(as_alice: APIClient, alice: User, zone: str) -> None:
    alice.time_zone = zone

    assert as_alice.get(URL).json()["date"] == local_date(now(), zone).isoformat()


def test_seven_themes_with_four_topics_or_more_in_each_language(as_alice: APIClient, alice: User) -> None:
    for language in Language.values:
        alice.language = language
        themes = as_alice.get("/v1/streak/themes").json()["themes"]

        assert [row["theme"] for row in themes] == list(DailyTheme.values)
        assert len({row["theme_name"] for row in themes}) == 7
        for row in themes:
            assert len(set(row["topics"])) >= 4
            assert all(0 < len(topic) <= 200 for topic in row["topics"])


def test_a_topic_is_the_same_one_in_every_language() -> None:
    """The places in the lists correspond, so a family with two languages meets one story."""
    for theme in DailyTheme:
        assert len({len(daily.topics_of(theme, language)) for language in Language.values}) == 1


def test_four_weeks_bring_twenty_eight_topics() -> None:
    first = at("2026-11-02 12:00", "UTC").date()
    topics = {daily.topic_of(first.fromordinal(first.toordinal() + day), "en") for day in range(28)}

    assert len(topics) == 28


def test_one_query_with_or_without_a_plan(
    as_alice: APIClient, alice: User, django_assert_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_num_queries(1):
        as_alice.get(URL)
    daily.plan_daily_stories(now().date(), 28)
    with django_assert_num_queries(1):
        as_alice.get(URL)


@pytest.mark.parametrize("path", ["today", "themes"])
def test_strangers_are_asked_to_sign_in(as_nobody: APIClient, path: str) -> None:
    assert as_nobody.get(f"/v1/streak/{path}").status_code == 401
