"""Django's Redis cache, with one pool of connections for a process and one client for each thread.

The library makes a client for every single question, which costs more than the question, and a pool for every thread.
A worker paints every book in new threads, and what those leave open is closed only when the garbage collector comes by.
"""

from functools import cached_property
from typing import Any, ClassVar, Self

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import BlockingConnectionPool

_ADD_TO_WHAT_IS_THERE = """
if redis.call("EXISTS", KEYS[1]) == 1 then return redis.call("INCRBY", KEYS[1], ARGV[1]) end
return nil
"""

_COUNT = """
local count = redis.call("INCR", KEYS[1])
if count == 1 then redis.call("EXPIRE", KEYS[1], ARGV[1]) end
return count
"""

# A question takes part of a millisecond; without a bound there are soon as many as threads ever asked at once.
CONNECTIONS = 4
_WAIT_SECONDS = 1


class OnePool(BlockingConnectionPool):
    _pools: ClassVar[dict[str, Any]] = {}

    @classmethod
    def from_url(cls, url: str, **options: Any) -> Self:
        """Redis's own pools notice a fork and begin anew."""
        if url not in cls._pools:  # asked by every thread
            bounds = {"max_connections": CONNECTIONS, "timeout": _WAIT_SECONDS}
            cls._pools.setdefault(url, super().from_url(url, **options, **bounds))
        pool: Self = cls._pools[url]
        return pool


class _KeptClient(RedisCacheClient):
    @cached_property
    def _kept(self) -> Any:
        return super().get_client(write=True)

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        return self._kept

    def incr(self, key: Any, delta: int) -> int:
        """Raises ValueError for a key that is not there. One question instead of two."""
        value = self._kept.eval(_ADD_TO_WHAT_IS_THERE, 1, key, delta)
        if value is None:
            raise ValueError(key)
        return int(value)


class KeptRedisCache(RedisCache):
    """For one server, which is what `REDIS_URL` names."""

    client_class: ClassVar[type[_KeptClient]] = _KeptClient

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, {**params, "OPTIONS": {**params.get("OPTIONS", {}), "pool_class": OnePool}})
        self._class = self.client_class


class _CountingClient(_KeptClient):
    """django-ratelimit adds a counter of 1 and, where there is one, increments it: here one question does both."""

    _counted: tuple[Any, int] | None = None

    def add(self, key: Any, value: Any, timeout: Any) -> bool:
        if value != 1 or not timeout:
            return bool(super().add(key, value, timeout))
        count = int(self._kept.eval(_COUNT, 1, key, timeout))
        self._counted = (key, count) if count > 1 else None
        return count == 1

    def incr(self, key: Any, delta: int) -> int:
        counted, self._counted = self._counted, None
        return counted[1] if counted and (key, 1) == (counted[0], delta) else super().incr(key, delta)


class CountingRedisCache(KeptRedisCache):
    """The same server, for counters that are always added before they are incremented. See `RATELIMIT_USE_CACHE`."""

    client_class = _CountingClient
