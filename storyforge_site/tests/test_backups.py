"""Everything out, everything lost, everything back."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client
from rest_framework.test import APIClient

from books import storage
from books.models import Book
from books.tests.factories import a_book
from credits.models import CreditTransaction
from storyforge_site import backups
from storyforge_site.accounts import erasure
from storyforge_site.accounts.models import User
from storyforge_site.lib.files import every_file
from storyforge_site.tests.full_house import move_in, what_leads_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backup"


def stored() -> dict[str, bytes]:
    return {key: storage.read(key) for key in every_file("users")}


@pytest.mark.django_db(transaction=True)
def test_what_was_lost_comes_back_as_it_was(alice: User, client: Client, folder: Path) -> None:
    move_in(alice)
    rows, files, ledger = what_leads_to(alice), stored(), list(CreditTransaction.objects.order_by("pk").values())
    call_command("backup", folder)
    erasure.erase(alice)
    a_book(User.objects.create_user("later@example.org"))

    call_command("restore", folder, "--replace")

    again = User.objects.get(email="alice@example.org")
    assert again.check_password("a-long-password")
    assert what_leads_to(again) == rows
    assert list(CreditTransaction.objects.order_by("pk").values()) == ledger
    assert {key: data for key, data in stored().items() if again.pk in key} == files
    assert not User.objects.filter(email="later@example.org").exists()


@pytest.mark.django_db(transaction=True)
def test_the_site_goes_on_after_it(alice: User, folder: Path) -> None:
    """New rows find free numbers."""
    move_in(alice)
    call_command("backup", folder)
    call_command("restore", folder, "--replace")
    api = APIClient()
    api.force_authenticate(User.objects.get(email="alice@example.org"))

    answer: Any = api.post(
        "/v1/characters",
        {"name": "Momo", "master_description": "a small dragon", "personality_traits": ["shy"]},
        format="json",
    )
    book = a_book(User.objects.get(email="alice@example.org"))

    assert answer.status_code == 201
    assert book.pages.count() == 4


def test_the_queue_is_left_out(alice: User, folder: Path) -> None:
    written = backups.write(folder)

    assert not [label for label in written["rows"] if label.startswith("django_q.")]
    assert written["rows"]["accounts.User"] == User.objects.count()


def test_nothing_is_lost_where_somebody_lives(alice: User, folder: Path) -> None:
    call_command("backup", folder)
    Book.objects.create(user=alice, topic="later", language="en", target_age="5-7", style="cartoon")

    with pytest.raises(CommandError, match="Somebody lives here"):
        call_command("restore", folder)

    assert Book.objects.filter(topic="later").exists()


@pytest.mark.parametrize("spoilt", ["half", "older", "none"])
def test_what_is_no_backup_of_this_version_touches_nothing(alice: User, folder: Path, spoilt: str) -> None:
    call_command("backup", folder)
    manifest = folder / "manifest.json"
    if spoilt == "older":
        told = json.loads(manifest.read_text())
        manifest.write_text(json.dumps(told | {"migrations": told["migrations"][:-1]}))
    else:
        manifest.unlink()
    Book.objects.create(user=alice, topic="kept", language="en", target_age="5-7", style="cartoon")

    with pytest.raises(CommandError):
        call_command("restore", folder / "nowhere" if spoilt == "none" else folder, "--replace")

    assert Book.objects.filter(topic="kept").exists()


def test_a_folder_with_something_in_it_is_not_written_into(alice: User, folder: Path) -> None:
    folder.mkdir()
    (folder / "letter.txt").write_text("mine")

    with pytest.raises(CommandError, match="not empty"):
        call_command("backup", folder)

    assert [path.name for path in folder.iterdir()] == ["letter.txt"]


def test_files_are_copied_as_they_are(alice: User, folder: Path) -> None:
    key = default_storage.save(f"users/{alice.pk}/books/b/cover.jpg", ContentFile(b"\xff\xd8picture"))

    written = backups.write(folder)

    assert (folder / "files" / key).read_bytes() == b"\xff\xd8picture"
    assert written["files"] == 1
