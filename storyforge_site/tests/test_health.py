"""Ready says whether a book could be made now, and which part fails when not."""

import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import Storage
from django.test import Client

from storyforge_site import health
from storyforge_site.lib.breaker import Breaker
from storyforge_site.models import QUEUE, Pulse

pytestmark = pytest.mark.django_db(transaction=True)


class HangingStorage(Storage):
    def _save(self, name: str, content: Any) -> str:
        time.sleep(3)
        return name


class ForbiddenStorage(Storage):
    def _save(self, name: str, content: Any) -> str:
        raise PermissionError(403)


def use(settings: Any, storage: type[Storage]) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": f"{__name__}.{storage.__name__}"}}


def test_all_is_well(client: Client, settings: Any) -> None:
    Pulse.objects.beat(QUEUE)

    answer = client.get("/health/ready")

    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "parts": {"database": "ok", "queue": "ok", "storage": "ok", "providers": "ok"},
    }
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_queue_nobody_answers_for_is_named(client: Client) -> None:
    answer = client.get("/health")

    assert (answer.status_code, answer.json()["parts"]["queue"]) == (503, "failed")


def test_a_queue_beats_with_one_write(django_assert_num_queries: Any) -> None:
    Pulse.objects.beat(QUEUE)
    first = Pulse.objects.get().felt_at

    with django_assert_num_queries(1):
        Pulse.objects.beat(QUEUE)

    assert Pulse.objects.get().felt_at > first


@pytest.mark.parametrize("storage", [HangingStorage, ForbiddenStorage])
def test_a_storage_that_is_away_is_named_soon(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch, storage: type[Storage]
) -> None:
    Pulse.objects.beat(QUEUE)
    use(settings, storage)
    monkeypatch.setattr(health, "_PATIENCE_SECONDS", 0.5)

    started = time.monotonic()
    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()["parts"]["storage"]) == (503, "failed")
    assert time.monotonic() - started < 2.5


def test_an_open_circuit_without_another_provider_is_named(client: Client, settings: Any) -> None:
    Pulse.objects.beat(QUEUE)
    settings.LLM_PROVIDER = ["openai"]
    Breaker("text:openai").failed(for_good=True)

    alone = client.get("/health/ready").json()["parts"]["providers"]
    settings.LLM_PROVIDER = ["openai", "offline"]
    backed = client.get("/health/ready").json()["parts"]["providers"]

    assert (alone, backed) == ("failed", "ok")


def test_the_process_answers_whatever_else_fails(client: Client, settings: Any) -> None:
    use(settings, ForbiddenStorage)

    assert client.get("/health/live").json() == {"status": "ok"}
