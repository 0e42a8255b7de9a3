"""What every test stands on: files in a folder of its own, cheap passwords, no limits unless a test sets them."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from rest_framework.test import APIClient

from storyforge_site.accounts.models import User


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """SQLite has one writer, so races prove nothing there; endurance runs only when asked for by its marker."""
    unwanted = set()
    if connection.vendor == "sqlite":
        unwanted.add("postgres")
    if "endurance" not in config.getoption("markexpr"):
        unwanted.add("endurance")
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in unwanted)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(autouse=True)
def laptop(settings: Any, tmp_path: Path) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = str(tmp_path / "media")
    files = {**settings.STORAGES["default"], "OPTIONS": {"location": settings.MEDIA_ROOT}}
    settings.STORAGES = {**settings.STORAGES, "default": files}
    settings.RATELIMIT_ENABLE = False
    settings.STORAGE_ATTEMPTS = 1
    cache.clear()


@pytest.fixture
def alice(db: None) -> User:
    return User.objects.create_user("alice@example.org", "a-long-password", language="en")


@pytest.fixture
def bob(db: None) -> User:
    return User.objects.create_user("bob@example.org", "b-long-password", language="en")


@pytest.fixture
def as_alice(alice: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(alice)
    return client


@pytest.fixture
def as_bob(bob: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(bob)
    return client


@pytest.fixture
def as_nobody() -> APIClient:
    return APIClient()
