"""Staff see the site as a family does, and change nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import quote
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from books.models import Book
from books.tests.factories import a_book
from credits.models import UserCredits
from storyforge_site.accounts import seeing
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from storyforge_site.tests.staff import a_member, signed_in_as

pytestmark = pytest.mark.django_db

BANNER = "nothing can be changed"


@pytest.fixture
def support(db: None) -> User:
    return a_member("support")


@pytest.fixture
def clerk(support: User) -> Client:
    return signed_in_as(support)


def look(clerk: Client, person: User) -> Any:
    return clerk.post(reverse("admin:accounts_user_see", args=[person.pk]), {"reason": "a book is missing"})


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_staff_see_a_familys_shelf_under_a_banner(clerk: Client, alice: User) -> None:
    book = a_book(alice, title="Only Alice’s")
    assert clerk.get(book.get_absolute_url()).status_code == 404

    look(clerk, alice)

    shelf = clerk.get(reverse("library"))
    assert "Only Alice’s" in text(shelf)
    assert "You see this as alice@example.org" in text(shelf)
    assert clerk.get(book.get_absolute_url()).status_code == 200
    assert "no-store" in shelf["Cache-Control"]
    assert '<meta name="reader" content="">' in text(shelf)


def test_what_lies_behind_the_parents_gate_is_open(clerk: Client, alice: User) -> None:
    look(clerk, alice)

    assert BANNER in text(clerk.get(reverse("credits")))


def test_a_page_that_writes_while_it_is_looked_at_leaves_nothing(clerk: Client, alice: User) -> None:
    """An account is opened when its page is first asked for."""
    look(clerk, alice)

    assert clerk.get(reverse("credits")).status_code == 200
    assert not UserCredits.objects.filter(user=alice).exists()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/make/", "/account/profile/", "/v1/books", "/v1/users/me", "/appearance/"])
def test_nothing_can_be_sent(clerk: Client, alice: User, method: str, path: str) -> None:
    look(clerk, alice)

    answer = getattr(clerk, method)(path, {"display_name": "Somebody else", "topic": "A fox"})

    alice.refresh_from_db()
    assert (answer.status_code, alice.display_name, Book.objects.count()) == (403, "", 0)
    assert BANNER in text(answer)


def test_a_refusal_is_written_to_the_log(clerk: Client, alice: User, support: User, caplog: Any) -> None:
    look(clerk, alice)

    clerk.post("/make/", {"topic": "A fox"})

    assert f"refused POST /make/: {support.pk} sees as {alice.pk}" in caplog.text


@pytest.mark.parametrize(
    "path", ["/accounts/email/", "/accounts/2fa/", "/v1/users/me/export", "/v1/users/me", "/account/erase/"]
)
def test_what_signs_somebody_in_or_takes_all_along_stays_closed(clerk: Client, alice: User, path: str) -> None:
    look(clerk, alice)

    assert clerk.get(path).status_code == 403


def test_the_admin_stays_the_admin(clerk: Client, alice: User) -> None:
    look(clerk, alice)

    page = clerk.get(reverse("admin:accounts_user_changelist"))

    assert (page.status_code, BANNER in text(page)) == (200, False)


def test_a_button_ends_it_and_both_ends_are_written_down(clerk: Client, alice: User, support: User) -> None:
    look(clerk, alice)

    back = clerk.post(reverse("admin:end-seeing"))

    assert back["Location"] == reverse("admin:accounts_user_change", args=[quote(alice.pk)])
    assert BANNER not in text(clerk.get("/"))
    said = list(LogEntry.objects.order_by("pk").values_list("user", "object_id", "change_message"))
    assert said == [
        (support.pk, alice.pk, "Began to see the site as they do. a book is missing"),
        (support.pk, alice.pk, "Ended seeing the site as they do."),
    ]


def test_it_ends_by_itself(clerk: Client, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    look(clerk, alice)
    monkeypatch.setattr(seeing, "now", lambda: now() + timedelta(seconds=seeing.SECONDS))

    page = clerk.get("/", follow=True)

    assert BANNER not in text(page)
    assert clerk.cookies["seeing"].value == ""
    assert clerk.get(reverse("library")).context["user"].email == "support@example.org"


def test_a_form_sent_after_its_end_is_not_taken_for_ones_own(
    clerk: Client, alice: User, support: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(clerk, alice)
    monkeypatch.setattr(seeing, "now", lambda: now() + timedelta(seconds=seeing.SECONDS))

    answer = clerk.post("/make/", {"topic": "A fox"})

    assert (answer.status_code, Book.objects.count()) == (403, 0)


def test_a_role_that_was_taken_away_counts_at_once(clerk: Client, alice: User, support: User) -> None:
    a_book(alice, title="Only Alice’s")
    look(clerk, alice)
    support.groups.clear()

    assert "Only Alice’s" not in text(clerk.get(reverse("library"), follow=True))


@pytest.mark.parametrize("who", ["operator", "superuser", "house"])
def test_nobody_sees_as_staff_or_as_the_house(clerk: Client, who: str) -> None:
    person = User.objects.house() if who == "house" else a_member(who)

    answer = look(clerk, person)

    assert answer.status_code == 422
    assert BANNER not in text(clerk.get("/"))
    assert not LogEntry.objects.exists()


def test_a_family_that_becomes_staff_is_seen_no_longer(clerk: Client, alice: User) -> None:
    look(clerk, alice)
    User.objects.filter(pk=alice.pk).update(is_staff=True)

    assert BANNER not in text(clerk.get("/", follow=True))


def test_somebody_who_leaves_is_seen_no_longer(clerk: Client, alice: User) -> None:
    look(clerk, alice)
    alice.delete()

    assert clerk.get(reverse("library"), follow=True).context["user"].email == "support@example.org"
    assert clerk.post(reverse("admin:end-seeing"))["Location"] == reverse("admin:index")


def test_the_family_notices_nothing(clerk: Client, alice: User, as_alice: APIClient) -> None:
    look(clerk, alice)
    clerk.get(reverse("library"))

    alice.refresh_from_db()
    assert alice.last_login is None
    assert as_alice.get("/v1/users/me").json()["display_name"] == ""
