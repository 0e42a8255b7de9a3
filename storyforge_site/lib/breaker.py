"""A circuit breaker a vendor, whose state all processes share through the cache.

Closed, calls go out and failures in a row are counted. After `BREAKER_FAILURES` of them it opens: no call goes out
but one probe every `BREAKER_PROBE_SECONDS`, by whichever process is first to ask. A probe that succeeds closes it.
A cache that is away leaves it closed: a family should not wait for our cache.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache

from storyforge_site.lib.clock import now

log = logging.getLogger(__name__)

_FORGET_SECONDS = 15 * 60  # many times the longest time-out: a vendor that hangs fails slowly
_OPEN_SECONDS = 24 * 3600  # a vendor nobody probed for a day is tried anew

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class State:
    """`since`: when it opened, None while it is closed. `probed`: when its last probe went out, within the interval."""

    since: datetime | None = None
    probed: datetime | None = None
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Breaker:
    name: str

    def state(self) -> State:
        """For staff. A cache that is away shows nothing."""
        names = ("open", "probe", "failures")
        nothing: dict[str, Any] = {}
        said = self._safely(lambda: cache.get_many([self._key(name) for name in names]), otherwise=nothing)
        since, probed, failures = (said.get(self._key(name)) for name in names)
        return State(since, probed, failures or 0)

    def lets_through(self) -> bool:
        """Whether a call may go out now. In an open breaker the first to ask in each interval is the probe."""
        return self._safely(lambda: not self.is_open() or self._take_probe(), otherwise=True)

    def is_open(self) -> bool:
        return self._safely(lambda: cache.get(self._key("open")) is not None, otherwise=False)

    def is_available(self) -> bool:
        """Closed, or about to be probed by whoever asks next."""
        return self._safely(lambda: not self.is_open() or cache.get(self._key("probe")) is None, otherwise=True)

    def succeeded(self) -> None:
        self._safely(lambda: cache.delete_many([self._key("open"), self._key("failures")]), otherwise=None)

    def failed(self, *, for_good: bool = False) -> None:
        """`for_good`: no waiting helps (a refused key, an empty account), so it opens at once."""
        failures = self._safely(self._count, otherwise=0)
        if for_good or failures >= settings.BREAKER_FAILURES:
            self._safely(self._open, otherwise=None)

    def _count(self) -> int:
        cache.add(self._key("failures"), 0, timeout=_FORGET_SECONDS)
        return cache.incr(self._key("failures"))

    def _open(self) -> None:
        if cache.add(self._key("open"), now(), timeout=_OPEN_SECONDS):
            log.error("the circuit of %s is open: it is asked once in %s s", self.name, settings.BREAKER_PROBE_SECONDS)
        self._take_probe()

    def _take_probe(self) -> bool:
        return cache.add(self._key("probe"), now(), timeout=settings.BREAKER_PROBE_SECONDS)

    def _key(self, what: str) -> str:
        return f"breaker:{self.name}:{what}"

    def _safely(self, ask: Callable[[], Answer], *, otherwise: Answer) -> Answer:
        try:
            return ask()
        except Exception as error:  # every cache has exceptions of its own
            log.warning("the breaker of %s has no cache: %s", self.name, error)
            return otherwise
