"""What every test stands on: files in a folder of its own, cheap passwords, no limits unless a test sets them."""

import gc
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from rest_framework.test import APIClient

from storyforge_site.accounts.models import User
from storyforge_site.providers import switches


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """More than processors, because many tests wait for a vendor that is slow on purpose."""
    return 2 * (os.cpu_count() or 1)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """SQLite has one writer, so races prove nothing there; what asks no database is the same on PostgreSQL, and runs
    once; endurance runs only when asked for by its marker.
    """
    unwanted = set()
    if connection.vendor == "sqlite":
        unwanted.add("postgres")
    if "endurance" not in config.getoption("markexpr"):
        unwanted.add("endurance")
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        is_unwanted = any(item.get_closest_marker(name) for name in unwanted)
        proved_already = connection.vendor != "sqlite" and not _asks_a_database(item)
        (left_out if is_unwanted or proved_already else kept).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


def pytest_collection_finish(session: pytest.Session) -> None:
    """Thousands of tests that stay: to look through them for garbage again and again is a twentieth of their time."""
    gc.collect()
    gc.freeze()


def _asks_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db"})


@pytest.fixture(autouse=True)
def laptop(settings: Any, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = str(tmp_path / "media")
    files = {**settings.STORAGES["default"], "OPTIONS": {"location": settings.MEDIA_ROOT}}
    settings.STORAGES = {**settings.STORAGES, "default": files}
    settings.RATELIMIT_ENABLE = False
    settings.STORAGE_ATTEMPTS = 1
    settings.RETRY_FIRST_SECONDS = 0.02
    settings.JOB_REST_SECONDS = -1.0  # over at once
    marker = request.node.get_closest_marker("django_db")
    if not (marker and marker.kwargs.get("transaction")):
        settings.JOB_HEARTBEAT_SECONDS = 60.0  # it cannot see what a test's transaction has not committed
    settings.WHITENOISE_USE_FINDERS = False  # it would list every static file anew for each client
    cache.clear()
    switches.forget()


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
