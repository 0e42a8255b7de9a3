"""A book goes on, on the site: told anew for somebody else, and as the next volume."""

from typing import Any

import pytest
from django.test import Client

from books.models import Book, Job, JobKind
from books.tests.factories import a_told_book
from credits import services as credits
from storyforge_site.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


@pytest.fixture
def told(alice: User) -> Book:
    return a_told_book(alice).book


def newest() -> Job:
    return Job.objects.select_related("book").latest("created_at")


def test_a_book_is_told_anew_for_another_age(browser: Client, alice: User, told: Book) -> None:
    page = browser.get(f"/books/{told.pk}/retell/").content.decode()
    assert "Make it for 1 credit" in page

    answer: Any = browser.post(f"/books/{told.pk}/retell/", {"target_age": "3-5", "language": "en"})

    job = newest()
    assert (answer.status_code, answer.url) == (302, f"/make/{job.pk}/")
    assert (job.kind, job.book.target_age) == (JobKind.RETELL, "3-5")
    assert credits.balance_of(alice) == 2


def test_telling_it_just_as_it_is_is_refused_at_the_field(browser: Client, alice: User, told: Book) -> None:
    answer = browser.post(f"/books/{told.pk}/retell/", {"target_age": "5-7", "language": "en"})

    assert answer.status_code == 422
    assert "Choose another age or another language than the book has." in answer.content.decode()
    assert credits.balance_of(alice) == 3


def test_the_next_volume_has_the_same_heroes_and_follows(browser: Client, alice: User, told: Book) -> None:
    hero = told.character_sheet[0]

    answer: Any = browser.post(f"/books/{told.pk}/sequel/", {"topic": "A picnic on the hill"})

    job = newest()
    told.refresh_from_db()
    assert answer.url == f"/make/{job.pk}/"
    assert (job.book.topic, job.book.style, job.book.target_age) == ("A picnic on the hill", "cartoon", "5-7")
    assert (job.book.series_id, job.book.volume) == (told.series_id, 2)
    assert (job.spec["heroes"][0]["name"], job.spec["heroes"][0]["kind"]) == (hero["name"], hero["kind"])
    assert job.spec["series_context"].startswith(told.title)
    assert credits.balance_of(alice) == 2


def test_a_hint_from_the_last_page_of_the_book_is_in_the_form_and_costs_nothing_yet(
    browser: Client, alice: User, told: Book
) -> None:
    page = browser.get(f"/books/{told.pk}/sequel/", {"topic": "A picnic"}).content.decode()

    assert 'value="A picnic"' in page
    assert "Make it for 1 credit" in page
    assert credits.balance_of(alice) == 3


@pytest.mark.parametrize(
    ("path", "wish"), [("retell", {"target_age": "3-5", "language": "en"}), ("sequel", {"topic": "A picnic"})]
)
def test_without_credits_it_is_a_sentence(
    browser: Client, alice: User, told: Book, path: str, wish: dict[str, str]
) -> None:
    credits.reserve(alice, 3, reference="job_before", description="Three books")

    answer = browser.post(f"/books/{told.pk}/{path}/", wish)

    assert answer.status_code == 422
    assert "You have no credits left for this." in answer.content.decode()
    assert Book.objects.count() == 1


@pytest.mark.parametrize(
    ("path", "wish"), [("retell", {"target_age": "3-5", "language": "en"}), ("sequel", {"topic": "A picnic"})]
)
def test_a_double_click_makes_one_book_and_a_second_form_another(
    browser: Client, alice: User, told: Book, path: str, wish: dict[str, str]
) -> None:
    first, again = (browser.post(f"/books/{told.pk}/{path}/", wish | {"key": "form_1"}) for _click in range(2))
    assert first["Location"] == again["Location"]
    assert (Book.objects.count(), credits.balance_of(alice)) == (2, 2)

    browser.post(f"/books/{told.pk}/{path}/", wish | {"key": "form_2"})
    assert (Book.objects.count(), credits.balance_of(alice)) == (3, 1)


def test_going_on_checks_ownership(client: Client, told: Book, bob: User) -> None:
    client.force_login(bob)

    for path in ("retell", "sequel"):
        assert client.get(f"/books/{told.pk}/{path}/").status_code == 404
        assert client.post(f"/books/{told.pk}/{path}/", {"topic": "A picnic"}).status_code == 404
