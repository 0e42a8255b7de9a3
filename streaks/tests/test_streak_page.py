"""The streak's page."""

from typing import Any

import pytest
from django.test import Client

from books.models import Job
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from streaks import daily
from streaks.tests.factories import read, read_days_ago, shared_book

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def test_days_running_and_the_milestones_ahead(family: Client, alice: User) -> None:
    read_days_ago(alice, 4, 3, 2, 1, 0)

    page = family.get("/streak/")

    assert "5 days in a row" in page.content.decode()
    shown = {each.days: each for each in page.context["milestones"]}
    assert [shown[days].reached for days in (3, 7)] == [True, False]
    assert (shown[7].is_next, shown[7].to_go, shown[14].is_next) == (True, 2, False)


def test_a_newcomer_and_a_broken_row_are_told_kindly(family: Client, alice: User) -> None:
    assert "Read one book to light the fire." in family.get("/streak/").content.decode()

    read_days_ago(alice, 9)

    assert "what you read stays read" in family.get("/streak/").content.decode()


def test_the_calendar_shows_a_month_and_leads_to_others(family: Client, alice: User) -> None:
    read(alice, now())
    page = family.get("/streak/")
    days = [field for week in page.context["weeks"] for field in week]
    assert len(days) % 7 == 0
    assert [field.books for field in days if field.is_today] == [1]
    assert page.context["after"] is None

    past = family.get("/streak/?year=2026&month=2").context
    assert (past["first"].isoformat(), past["before"].month, past["after"].month) == ("2026-02-01", 1, 3)


@pytest.mark.parametrize("query", ["year=2026&month=13", "year=no", "year=2100&month=12"])
def test_a_month_that_is_none_or_to_come_is_this_one(family: Client, query: str) -> None:
    assert family.get(f"/streak/?{query}").context["first"] == now().date().replace(day=1)


def test_the_first_has_todays_story_made_and_sees_how_far_it_is(family: Client, alice: User) -> None:
    assert "Be the first" in family.get("/streak/").content.decode()

    answer = family.post("/streak/today/", follow=True)

    job = Job.objects.get()
    assert job.user.email == "house@storyforge.invalid"
    page = answer.content.decode()
    assert "You are the first today." in page
    assert "It is being made this moment." in page
    family.post("/streak/today/")
    assert Job.objects.count() == 1


def test_todays_story_is_there_to_be_read(family: Client, alice: User) -> None:
    story = daily.story_without_row(now().date(), "en")
    story.book = shared_book()
    story.save()

    assert f'href="/books/{story.book.pk}/"' in family.get("/streak/").content.decode()


def test_when_the_days_money_is_spent_it_is_said(family: Client, settings: Any) -> None:
    settings.DAILY_BUDGET_DOLLARS = settings.USER_DAILY_BUDGET_DOLLARS = 0
    answer = family.post("/streak/today/", follow=True)

    assert answer.status_code == 200


def test_nobody_signed_in_signs_in_first(client: Client) -> None:
    assert client.get("/streak/").headers["Location"].startswith("/accounts/login/")
