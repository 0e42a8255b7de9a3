"""Staff find a person, export what is kept of them, and erase them."""

import io
import zipfile

import pytest
from django.contrib.admin.models import DELETION, LogEntry
from django.test import Client
from django.urls import reverse

from storyforge_site.accounts.models import User
from storyforge_site.tests.full_house import move_in
from storyforge_site.tests.staff import a_clerk, a_member, signed_in_as

pytestmark = pytest.mark.django_db

LIST = reverse("admin:accounts_user_changelist")


@pytest.fixture
def clerk(db: None) -> Client:
    return a_clerk("support")


def found(clerk: Client, words: str) -> set[str]:
    page = clerk.get(LIST, {"q": words})
    return {person.email for person in page.context["cl"].result_list}


@pytest.mark.parametrize("words", ["alice@example.org", "alice", "ALICE@exa", " alice@"])
def test_a_person_is_found_by_the_beginning_of_their_address(clerk: Client, words: str, alice: User, bob: User) -> None:
    assert found(clerk, words) == {"alice@example.org"}


def test_a_person_is_found_by_their_id(clerk: Client, alice: User, bob: User) -> None:
    assert found(clerk, alice.pk) == {"alice@example.org"}
    assert found(clerk, alice.pk[:-1]) == set()


def test_staff_take_along_what_the_family_would_get(clerk: Client, alice: User) -> None:
    move_in(alice)
    LogEntry.objects.all().delete()
    address = reverse("admin:accounts_user_export", args=[alice.pk])

    answer = clerk.post(address, {"reason": "they asked by letter"})

    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert "Alice and the Whale" in archive.read("books/books.json").decode()
    assert answer["Content-Type"] == "application/zip"
    assert "no-store" in answer["Cache-Control"]
    assert LogEntry.objects.get().change_message == "Exported what is kept of them. they asked by letter"


def test_nobody_is_erased_by_a_slip(alice: User) -> None:
    address = reverse("admin:accounts_user_erase", args=[alice.pk])
    clerk = a_clerk("superuser")

    for typed in ("", "bob@example.org", "alice"):
        answer = clerk.post(address, {"reason": "They asked for it.", "typed": typed})
        assert answer.status_code == 422
    assert User.objects.filter(pk=alice.pk).exists()


def test_a_guest_is_erased_by_their_id() -> None:
    guest = User.objects.create(is_guest=True)
    member = a_member("superuser")

    answer = signed_in_as(member).post(
        reverse("admin:accounts_user_erase", args=[guest.pk]), {"reason": "They asked for it.", "typed": guest.pk}
    )

    assert answer.status_code == 302
    assert not User.objects.filter(pk=guest.pk).exists()
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id, entry.object_repr) == (member, guest.pk, guest.pk)
    assert (entry.action_flag, entry.change_message) == (DELETION, "Erased. They asked for it.")


def test_nobody_erases_themselves_here() -> None:
    member = a_member("superuser")

    answer = signed_in_as(member).post(
        reverse("admin:accounts_user_erase", args=[member.pk]), {"reason": "They asked for it.", "typed": member.email}
    )

    assert (answer.status_code, User.objects.filter(pk=member.pk).exists()) == (422, True)
