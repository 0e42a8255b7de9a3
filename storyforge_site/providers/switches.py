"""Providers that staff have switched off: skipped by every chain, in every process, a quarter of a second later.

The table is the truth. The cache tells everybody at once, also threads that hold no connection to the database
(painters have none); where each process has a cache of its own, the table is read again every few seconds. A process
asks the cache four times a second at most.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache
from django.db import connection, transaction

from storyforge_site.lib.breaker import Breaker
from storyforge_site.lib.clock import monotonic, now
from storyforge_site.lib.stafflog import write_down
from storyforge_site.models import ProviderSwitch

log = logging.getLogger(__name__)

_OFF, _FRESH = "providers:off", "providers:off:fresh"
_FRESH_SECONDS = 2
_REMEMBERED_SECONDS = 0.25

Answer = TypeVar("Answer")


@dataclass(slots=True)
class _Remembered:
    names: frozenset[str] = frozenset()
    until: float = 0.0

    def these(self, names: frozenset[str]) -> frozenset[str]:
        self.names, self.until = names, monotonic() + _REMEMBERED_SECONDS
        return names


_remembered = _Remembered()


def off() -> frozenset[str]:
    """Their names, as circuits are called: "text:openai". What was known last, while the database cannot be asked."""
    if monotonic() < _remembered.until:
        return _remembered.names
    known = _safely(lambda: cache.get_many([_OFF, _FRESH])) or {}
    said = frozenset(known.get(_OFF, ()))
    if _FRESH in known:
        return _remembered.these(said)
    found = None if connection.connection is None else _safely(refresh)
    return said if found is None else found


def forget() -> None:
    """What this process remembers: the next question is asked of the cache."""
    _remembered.until = 0.0


def refresh() -> frozenset[str]:
    """As the table says."""
    names = frozenset(ProviderSwitch.objects.filter(is_off=True).values_list("name", flat=True))
    _safely(lambda: cache.set(_OFF, sorted(names), timeout=None))
    _safely(lambda: cache.set(_FRESH, 1, timeout=_FRESH_SECONDS))
    return _remembered.these(names)


@transaction.atomic
def turn(name: str, *, off: bool, by: AbstractBaseUser, why: str) -> bool:
    """Whether that changed anything."""
    ProviderSwitch.objects.get_or_create(name=name)
    switch = ProviderSwitch.objects.select_for_update().get(name=name)
    if switch.is_off == off:
        return False
    switch.is_off, switch.why, switch.since = off, why, now()
    switch.save()
    write_down(by, switch, f"{name} switched {'off' if off else 'on'}: {why}")
    transaction.on_commit(refresh)
    log.warning("provider %s was switched %s by staff", name, "off" if off else "on")
    return True


def close_circuit(name: str, by: AbstractBaseUser, why: str) -> bool:
    """The vendor is asked again at once, with all that waits. Whether its circuit was open."""
    circuit = Breaker(name)
    if not circuit.is_open():
        return False
    switch, _created = ProviderSwitch.objects.get_or_create(name=name)
    write_down(by, switch, f"{name} circuit closed: {why}")
    circuit.succeeded()
    return True


def _safely(ask: Callable[[], Answer]) -> Answer | None:
    try:
        return ask()
    except Exception as error:  # every cache has exceptions of its own, and a database some more
        log.warning("who is switched off is not known for sure: %s", error)
        return None
