"""Two dozen books in the making at any moment, on one machine: how many a minute, and what they take of it."""

import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from benchmarks import house, machine, vendors
from benchmarks.figures import Bound, Figure
from benchmarks.orchestration import PAGES, a_reader, critical_path
from books.models import Job, JobStatus
from books.services import order_book
from books.tests.factories import a_spec
from books.tests.processes import wait_until

_AT_ONCE, _ROUNDS = 24, 4
_LOOK_SECONDS = 10.0  # looking takes a tenth of a second
_PATIENCE_SECONDS = 600
_MIB = 2**20


def measure() -> Iterator[Figure]:
    """Four books for each worker. From a start to the start two books on is twice what a book takes among so many; the
    first of each worker, which opens its connections all at one moment, is left out."""
    delays, reader = vendors.Delays(), a_reader()
    with (
        vendors.street(delays) as street,
        house.cluster(workers=_AT_ONCE, DATABASE_IDLE_LIMIT="5min", **street) as cluster,
        _watched(cluster.pid) as memory,
    ):
        wait_until(lambda: len(psutil.Process(cluster.pid).children(recursive=True)) > _AT_ONCE)
        before = machine.seconds_of_all(cluster.pid)
        for _book in range(_AT_ONCE * _ROUNDS):
            order_book(reader, a_spec(page_count=PAGES))
        wait_until(lambda: not Job.objects.open().exists(), seconds=_PATIENCE_SECONDS)
        used = machine.seconds_of_all(cluster.pid) - before
    books = Job.objects.filter(status=JobStatus.DONE).count()
    assert books == _AT_ONCE * _ROUNDS
    starts = [moment.timestamp() for moment in Job.objects.values_list("started_at", flat=True) if moment]
    starts.sort()
    last, second = starts[-_AT_ONCE:], starts[_AT_ONCE : 2 * _AT_ONCE]
    seconds = (statistics.mean(last) - statistics.mean(second)) / (_ROUNDS - 2)
    made, ideal = 60 * _AT_ONCE / seconds, 60 * _AT_ONCE / critical_path(delays)
    yield Figure(f"Books at once: {_AT_ONCE}", made, "a minute", ideal, "as many critical paths", Bound(0.9, True))
    peak, alone = max(memory) / _AT_ONCE / _MIB, memory[0] / _MIB
    yield Figure("Memory for a book in flight", peak, "MiB", alone, "one cluster at rest", Bound(100, of_value=True))
    yield Figure("CPU for one of them", used / books, "s", machine.yardstick(), "yardstick")


@contextmanager
def _watched(cluster: int) -> Iterator[list[float]]:
    """Bytes of the cluster with all its processes, every ten seconds; what several share is counted once."""
    samples: list[float] = []
    is_over = threading.Event()

    def watch() -> None:
        while not is_over.wait(_LOOK_SECONDS):
            main = psutil.Process(cluster)
            samples.append(sum(each.memory_full_info().pss for each in [main, *main.children(recursive=True)]))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield samples
    finally:
        is_over.set()
        watcher.join()
