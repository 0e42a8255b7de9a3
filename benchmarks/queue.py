"""Tasks that do nothing, through a real cluster of two workers: what the queue itself costs, empty and deep."""

import statistics
import time
from collections.abc import Iterator

from django.db import connection, transaction
from django_q.models import OrmQ

from benchmarks import house
from benchmarks.figures import Bound, Figure
from storyforge_site.lib.queue import enqueue

_WORKERS = 2
_FEW, _MANY = 2_000, 100_000
_WARM_SECONDS, _SECONDS = 2.0, 10.0
_PATIENCE_SECONDS = 60.0


def nothing(key: str) -> None:
    """The task."""


def measure() -> Iterator[Figure]:
    rounds = [(_of_few(DJANGO_SETTINGS_MODULE="benchmarks.plain_queue"), _of_few(), _of_many()) for _time in range(2)]
    plain, few, many = (statistics.mean(rates) for rates in zip(*rounds, strict=True))
    enough = Bound(0.8, at_least=True)
    yield Figure("No-op tasks, an empty queue", few, "/s", plain, "Django-Q's own ORM broker", enough)
    yield Figure("No-op tasks, 100,000 waiting", many, "/s", few, "with an empty queue", enough)


def _of_few(**more: str) -> float:
    """Tasks a second while the queue is worked off."""
    with house.cluster(workers=_WORKERS, **more):
        _work_off(1)
        return _FEW / _work_off(_FEW)


def _of_many() -> float:
    """Tasks a second with nearly all of them still waiting."""
    try:
        with house.cluster(workers=_WORKERS):
            _work_off(1)
            _queue(_MANY)
            time.sleep(_WARM_SECONDS)
            began, before = time.monotonic(), _waiting()
            time.sleep(_SECONDS)
            return (before - _waiting()) / (time.monotonic() - began)
    finally:
        OrmQ.objects.all().delete()


def _waiting() -> int:
    return int(OrmQ.objects.count())


def _work_off(tasks: int) -> float:
    """Seconds."""
    _queue(tasks)
    began = time.monotonic()
    while OrmQ.objects.exists():
        assert time.monotonic() < began + _PATIENCE_SECONDS, "the queue does not move"
        time.sleep(0.02)
    return time.monotonic() - began


def _queue(tasks: int) -> None:
    """All at once, each as `enqueue` makes them."""
    with transaction.atomic(), connection.cursor() as cursor:
        enqueue("benchmarks.queue.nothing", "key")
        cursor.execute(
            "INSERT INTO django_q_ormq (key, payload, lock)"
            " SELECT key, payload, lock FROM django_q_ormq, generate_series(2, %s)",
            [tasks],
        )
