"""How long this thread may still take, asked wherever something waits: in an exchange, before a retry.

A walk has one `Deadline` for all its threads. It ends at its moment. When the walk is given up (its job was stopped, or
another part of it failed) nothing more is begun, but what a vendor was asked for is heard out: it was paid for.
"""

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from storyforge_site.lib.clock import monotonic


class OutOfTime(Exception):
    """A call was not begun, since what is left would not do for it. Not a failure: the next walk makes it."""


@dataclass(frozen=True, slots=True)
class Deadline:
    ends: float
    given_up: threading.Event = field(default_factory=threading.Event)

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        return cls(monotonic() + seconds)

    def left(self) -> float:
        """Seconds in which something may be begun; nothing once it is over or given up."""
        return 0.0 if self.given_up.is_set() else self.until_end()

    def until_end(self) -> float:
        """Seconds that what was begun may take."""
        return max(0.0, self.ends - monotonic())


_current: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


@contextmanager
def keep(deadline: Deadline) -> Iterator[None]:
    """Whatever this thread does meanwhile ends by `deadline`."""
    before = _current.set(deadline)
    try:
        yield
    finally:
        _current.reset(before)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """A nearer end inside the one that is kept already."""
    outer, inner = _current.get(), Deadline.after(seconds)
    with keep(Deadline(min(inner.ends, outer.ends), outer.given_up) if outer else inner):
        yield


def left() -> float:
    """Seconds in which this thread may begin something; without end where no deadline is kept."""
    current = _current.get()
    return current.left() if current else math.inf


def until_end() -> float:
    """Seconds that what this thread has begun may take; without end where no deadline is kept."""
    current = _current.get()
    return current.until_end() if current else math.inf
