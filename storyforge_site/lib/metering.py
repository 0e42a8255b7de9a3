"""How often vendors may have taken their price while something was asked: also for answers that never came."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class Meter:
    taken: int = 0


_current: ContextVar[Meter | None] = ContextVar("meter", default=None)


@contextmanager
def meter() -> Iterator[Meter]:
    """Counts what this thread asks of vendors meanwhile."""
    running = Meter()
    before = _current.set(running)
    try:
        yield running
    finally:
        _current.reset(before)


def took() -> None:
    """A vendor accepted a request, or may have: its answer was cut off."""
    running = _current.get()
    if running:
        running.taken += 1
