"""A parent who presses the button twice gets one book."""

import re

import pytest
from django.test import Client

from books.models import Job
from books.tests.test_site_pages import FORM
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.models import IdempotencyKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def key_on(page: bytes) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page.decode())
    assert found
    return found[1]


def test_a_double_click_makes_one_book(browser: Client, alice: User) -> None:
    form = FORM | {"key": key_on(browser.get("/make/").content)}

    first, second = browser.post("/make/", form), browser.post("/make/", form)

    assert Job.objects.count() == 1
    assert first.headers["Location"] == second.headers["Location"] == f"/make/{Job.objects.get().pk}/"
    assert credits.balance_of(alice) == 2


def test_each_page_has_a_key_of_its_own(browser: Client) -> None:
    assert key_on(browser.get("/make/").content) != key_on(browser.get("/make/").content)


def test_another_wish_from_the_same_page_is_another_book(browser: Client) -> None:
    """Somebody went back, wrote something else and pressed again."""
    form = FORM | {"key": key_on(browser.get("/make/").content)}
    browser.post("/make/", form)

    answer = browser.post("/make/", form | {"topic": "A brave snail"})

    assert answer.status_code == 302
    assert Job.objects.count() == 2


def test_a_refused_wish_may_be_sent_again_with_its_key(browser: Client) -> None:
    form = FORM | {"key": key_on(browser.get("/make/").content)}
    page = browser.post("/make/", form | {"topic": ""}).content

    answer = browser.post("/make/", form | {"key": key_on(page)})

    assert answer.status_code == 302
    assert key_on(page) == form["key"]


def test_a_form_without_a_key_still_makes_a_book(browser: Client) -> None:
    assert browser.post("/make/", FORM).status_code == 302
    assert not IdempotencyKey.objects.exists()
