"""Signing in with another house: off until its id is set, then on the site and in the app."""

import os
import subprocess
import sys

from django.conf import settings
from django.test import Client

LOOK = """
import django; django.setup()
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers import registry
from django.urls import reverse
from django.conf import settings
for provider in registry.get_class_list():
    (app,) = settings.SOCIALACCOUNT_PROVIDERS[provider.id]["APPS"]
    print(provider.id, app["client_id"], reverse(f"{provider.id}_callback"))
"""


def houses(**environment: str) -> list[str]:
    looked = subprocess.run(
        [sys.executable, "-c", LOOK],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "storyforge_site.settings", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return looked.stdout.splitlines()


def test_none_is_open_until_it_is_configured(client: Client, db: None) -> None:
    assert houses() == []
    assert "third-party" not in client.get("/accounts/login/").content.decode()
    assert client.get("/v1/auth/app/v1/config").json()["data"]["socialaccount"]["providers"] == []


def test_an_id_opens_one() -> None:
    known = ["apple", "google", "kakao", "line"]
    ids = {f"{name.upper()}_CLIENT_ID": f"id-of-{name}" for name in known}

    found = houses(**ids, **{f"{name.upper()}_CLIENT_SECRET": "a-secret" for name in known})

    assert sorted(found) == [f"{name} id-of-{name} /accounts/{name}/login/callback/" for name in known]
