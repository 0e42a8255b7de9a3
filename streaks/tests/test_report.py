"""The grown-ups' reading report."""

from datetime import date

import pytest
from django.test import Client

from books.models import Page
from books.tests.factories import a_book
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from streaks import services
from streaks.report import Total, report
from streaks.tests.factories import at

pytestmark = pytest.mark.django_db

WEDNESDAY = date(2026, 11, 4)


def sat(user: User, local: str, words: str, *, seconds: int = 60, completed: bool = True, language: str = "en") -> None:
    book = a_book(user, pages=0, language=language)
    Page.objects.create(book=book, page_number=1, text=words, image_key="p.jpg")
    services.record_reading(user, book, seconds=seconds, completed=completed, moment=at(local, "UTC"))


def test_a_week_adds_up_days_books_minutes_and_words(alice: User) -> None:
    sat(alice, "2026-10-30 19:00", "One. Two.", seconds=600)
    sat(alice, "2026-11-02 19:00", "The fox swims.", seconds=240)
    sat(alice, "2026-11-04 19:00", "The owl reads a book.", seconds=150)
    sat(alice, "2026-11-04 20:00", "Not to the end.", seconds=60, completed=False)

    found = report(alice, WEDNESDAY)

    assert found.week == Total(date(2026, 11, 2), days=2, books=3, minutes=8, words=8)
    assert [(day.minutes, day.words) for day in found.days[:3]] == [(4, 3), (0, 0), (4, 5)]
    assert found.weeks[0] == found.week
    assert found.weeks[1] == Total(date(2026, 10, 26), days=1, books=1, minutes=10, words=2)


def test_words_are_estimated_where_a_script_does_not_divide_them(alice: User) -> None:
    sat(alice, "2026-11-02 19:00", "きつねはおよぎました。", language="ja")

    assert report(alice, WEDNESDAY).week.words == 5  # ten letters


def test_a_book_deleted_since_still_counts(alice: User) -> None:
    sat(alice, "2026-11-02 19:00", "Gone.")
    alice.books.all().delete()

    week = report(alice, WEDNESDAY).week
    assert (week.books, week.minutes, week.words) == (1, 1, 0)


def test_it_is_behind_the_gate_and_leads_through_the_weeks(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get("/parents/report/").headers["Location"].startswith("/parents/?next=")
    session = client.session
    session["parents_until"] = now().timestamp() + 60
    session.save()

    this_week = client.get("/parents/report/")
    assert this_week.context["after"] is None
    past = client.get("/parents/report/?week=2026-11-04")
    assert (past.context["before"], past.context["after"]) == (date(2026, 10, 26), date(2026, 11, 9))
    for nonsense in ("no", "0001-01-01", "9999-12-31"):
        assert client.get(f"/parents/report/?week={nonsense}").status_code == 200


def test_it_tells_nothing_of_others(alice: User, bob: User) -> None:
    sat(bob, "2026-11-02 19:00", "Secret.")

    assert report(alice, WEDNESDAY).week == Total(date(2026, 11, 2))
