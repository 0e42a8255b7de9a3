"""The end of a book on the site: the sitting counts once, and what it reached is celebrated."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from books.models import Book, Visibility
from books.reader import sitting
from books.tests.factories import a_book
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from streaks import services
from streaks.models import DailyStreak, ReadingLog

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def finish(client: Client, book: Book, opened: str = "", seconds: str = "") -> Any:
    return client.post(f"/books/{book.pk}/finished/", {"opened": opened, "seconds": seconds})


def test_a_book_read_to_the_end_counts_the_day(browser: Client, alice: User) -> None:
    book = a_book(alice, pages=4)

    answer = finish(browser, book, sitting.ticket(book.pk), "0")

    log = ReadingLog.objects.get()
    book.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, f"/books/{book.pk}/the-end/")
    assert (log.user, log.book, log.completed) == (alice, book, True)
    assert DailyStreak.objects.get().current_streak == 1
    assert book.last_page_read == 4
    page = browser.get(answer.url).content.decode()
    assert "Well done!" in page
    assert "1 day in a row" in page
    assert "2 more days to the next present." in page


def test_the_seconds_the_page_was_looked_at_are_kept(
    browser: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = a_book(alice)
    opened, later = sitting.ticket(book.pk), now() + timedelta(minutes=5)
    monkeypatch.setattr(sitting, "now", lambda: later)

    finish(browser, book, opened, "240")

    assert ReadingLog.objects.get().reading_time == 240


def test_pressed_twice_it_is_one_sitting_and_read_again_it_is_another(browser: Client, alice: User) -> None:
    book = a_book(alice)
    opened = sitting.ticket(book.pk)

    finish(browser, book, opened)
    finish(browser, book, opened)
    assert ReadingLog.objects.count() == 1

    again: Any = finish(browser, book, sitting.ticket(book.pk) + "x")
    assert ReadingLog.objects.count() == 2
    assert "Today was counted already." in browser.get(again.url).content.decode()


def test_a_milestone_is_celebrated_with_its_present(browser: Client, alice: User) -> None:
    book = a_book(alice)
    for ago in (2, 1):
        services.record_reading(alice, book, seconds=60, completed=True, moment=now() - timedelta(days=ago))

    page = browser.get(finish(browser, book, sitting.ticket(book.pk)).url).content.decode()

    assert "3 days in a row!" in page
    assert "A present for you: 1 credit." in page
    assert credits.balance_of(alice) == 4


def test_the_end_of_ones_own_book_offers_what_can_be_done_with_it(browser: Client, alice: User) -> None:
    book = a_book(alice)

    page = browser.get(f"/books/{book.pk}/the-end/").content.decode()

    for rest in ("retell/", "share/", "pages/1/", "sequel/", "take-along/"):
        assert f'"/books/{book.pk}/{rest}"' in page


def test_a_book_for_everybody_counts_too_but_is_not_changed(client: Client, alice: User, bob: User) -> None:
    book = a_book(alice, visibility=Visibility.PUBLIC)
    client.force_login(bob)

    page = client.get(finish(client, book, sitting.ticket(book.pk)).url).content.decode()

    book.refresh_from_db()
    assert ReadingLog.objects.get().user == bob
    assert book.last_page_read == 0
    assert f'"/books/{book.pk}/retell/"' not in page


def test_nonsense_in_the_form_still_counts_the_day_but_no_time(browser: Client, alice: User) -> None:
    finish(browser, a_book(alice), "made-up", "-5")

    assert ReadingLog.objects.get().reading_time == 0


def test_finishing_checks_ownership(client: Client, alice: User, bob: User) -> None:
    book = a_book(alice)
    assert finish(client, book).url.startswith("/accounts/login/")
    client.force_login(bob)

    assert finish(client, book).status_code == 404
    assert client.get(f"/books/{book.pk}/the-end/").status_code == 404
    assert not ReadingLog.objects.exists()
