"""The first page: what a newcomer sees, in how many questions to the database."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from books.models import Visibility
from books.tests.factories import a_book
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from streaks import daily

pytestmark = pytest.mark.django_db


def story_of_today(alice: User, *, title: str, visibility: str = Visibility.PUBLIC) -> None:
    story = daily.story_without_row(now().date(), "en")
    story.book = a_book(alice, title=title, visibility=visibility)
    story.save()


def test_a_newcomer_finds_the_wish_the_styles_the_prices_and_the_pledge(client: Client) -> None:
    page = client.get("/").content.decode()

    assert 'action="/make/"' in page
    assert page.count('<img src="/static/site/styles/') == 6
    assert "A book costs 1 credit" in page
    assert "You begin with 3 credits." in page
    assert "A plan brings 10 or 40 a month." in page
    assert "never kept" in page


def test_anybody_may_read_what_is_for_everybody_and_nothing_else(client: Client, alice: User) -> None:
    sample = a_book(alice, title="The Deep Green Pond", visibility=Visibility.PUBLIC)
    a_book(alice, title="A Family Secret", visibility=Visibility.PRIVATE)

    page = client.get("/").content.decode()

    assert "The Deep Green Pond" in page
    assert f'href="/books/{sample.pk}/"' in page
    assert "A Family Secret" not in page


def test_todays_story_is_there_for_everybody(client: Client, alice: User) -> None:
    story_of_today(alice, title="The Lantern Walk")

    assert "Today’s story" in client.get("/").content.decode()


def test_a_story_that_staff_withdrew_is_not(client: Client, alice: User) -> None:
    story_of_today(alice, title="The Lantern Walk", visibility=Visibility.PRIVATE)

    page = client.get("/").content.decode()

    assert "Today’s story" not in page
    assert "The Lantern Walk" not in page


def test_books_in_the_readers_language_come_first_and_any_other_where_there_are_none(
    client: Client, alice: User
) -> None:
    a_book(alice, title="The Deep Green Pond", visibility=Visibility.PUBLIC)
    a_book(alice, title="깊고 푸른 연못", language="ko", visibility=Visibility.PUBLIC)

    korean = client.get("/", headers={"Accept-Language": "ko"}).content.decode()
    japanese = client.get("/", headers={"Accept-Language": "ja"}).content.decode()

    assert "깊고 푸른 연못" in korean
    assert "The Deep Green Pond" not in korean
    assert "The Deep Green Pond" in japanese


def test_the_first_page_asks_as_much_for_many_books_as_for_one(
    client: Client, alice: User, django_assert_num_queries: Any
) -> None:
    story_of_today(alice, title="The Lantern Walk")
    for day in range(6):
        a_book(alice, title=f"Book {day}", visibility=Visibility.PUBLIC, created_at=now() - timedelta(days=day))

    with django_assert_num_queries(2):  # today's story, and books
        client.get("/")
