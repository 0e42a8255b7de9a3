"""Files on disk behind signed, expiring addresses."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from storyforge_site.lib import signed_files


@pytest.fixture
def stored() -> str:
    return default_storage.save("users/u/books/b/cover.jpg", ContentFile(b"\xff\xd8picture"))


def test_an_address_opens_its_file(client: Client, stored: str) -> None:
    answer: Any = client.get(default_storage.url(stored))

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert b"".join(answer.streaming_content) == b"\xff\xd8picture"
    assert answer["Cache-Control"].startswith("private")


def test_a_browser_is_told_that_it_is_webp(client: Client) -> None:
    key = default_storage.save("users/u/books/b/screen-cover-1-400w.webp", ContentFile(b"RIFF"))

    assert client.get(default_storage.url(key))["Content-Type"] == "image/webp"


def test_the_same_file_has_the_same_address_for_a_while(stored: str) -> None:
    assert default_storage.url(stored) == default_storage.url(stored)


def test_a_changed_address_opens_nothing(client: Client, stored: str) -> None:
    good = default_storage.url(stored)

    for bad in (good[:-2], good.split("?")[0], good.replace("cover", "page-01"), good.replace("expires=", "expires=9")):
        assert client.get(bad).status_code == 404
    assert client.get(good.replace("users/u", "users/u/../../..")).status_code == 404


@pytest.mark.parametrize("expires", ["9" * 5000, "", "-1", "soon", "١"])
def test_an_odd_moment_opens_nothing(client: Client, stored: str, expires: str) -> None:
    assert client.get(f"/files/{stored}", {"expires": expires, "signature": "made-up"}).status_code == 404


def test_an_old_address_opens_nothing(client: Client, stored: str, monkeypatch: pytest.MonkeyPatch) -> None:
    good = default_storage.url(stored)
    later = datetime.now().astimezone() + timedelta(hours=25)
    monkeypatch.setattr(signed_files, "now", lambda: later)

    assert client.get(good).status_code == 404
