"""The app on a phone: what it is called, what it keeps, and what it must never keep."""

import json
import re
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from storyforge_site.accounts.models import User

pytestmark = pytest.mark.django_db


def reader_of(client: Client, path: str = "/") -> str:
    found = re.search(r'<meta name="reader" content="([0-9a-f]*)">', client.get(path).content.decode())
    assert found is not None
    return found[1]


def test_the_manifest_names_icons_that_are_there(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    manifest: dict[str, Any] = json.loads(answer.content)

    assert answer["Content-Type"] == "application/manifest+json"
    assert manifest["display"] == "standalone"
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    assert [icon["purpose"] for icon in manifest["icons"] if "purpose" in icon] == ["maskable"]
    assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in manifest["icons"])


def test_the_worker_may_serve_the_whole_site_and_is_always_asked_for_anew(client: Client) -> None:
    answer = client.get("/sw.js")
    house = json.loads(answer.content.decode().split("\n")[0].removeprefix("self.HOUSE = ").removesuffix(";"))

    assert answer["Content-Type"] == "text/javascript"
    assert answer["Service-Worker-Allowed"] == "/"
    assert answer["Cache-Control"] == "no-cache"
    assert house["signOut"] == "/accounts/logout/"
    assert all(finders.find(path.removeprefix("/static/")) for path in house["shell"])


def test_a_page_says_whose_it_is_to_the_device_and_to_nobody_else(client: Client, alice: User, bob: User) -> None:
    nobody = reader_of(client)
    client.force_login(alice)
    hers, again = reader_of(client), reader_of(client, "/library/")
    client.force_login(bob)
    his = reader_of(client)

    assert nobody == ""
    assert hers == again
    assert len({hers, his, ""}) == 3
    assert alice.pk not in hers


def test_the_page_without_a_network_holds_nothing_of_a_family(client: Client, alice: User) -> None:
    client.force_login(alice)

    page = client.get("/offline/").content.decode()

    assert reader_of(client, "/offline/") == ""
    assert "data-kept" in page
    assert "Sign out" not in page
