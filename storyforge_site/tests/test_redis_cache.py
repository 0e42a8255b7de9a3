"""What a process has open to Redis, and what it counts there."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from redis import Redis

from books.tests.chaos.servers import redis
from storyforge_site.lib.cache import KeptRedisCache, OnePool


def test_threads_that_come_and_go_share_what_is_open() -> None:
    with redis() as server:

        def look() -> None:  # each thread has a cache of its own
            KeptRedisCache(server.url, {}).get("key")

        for _book in range(5):
            with ThreadPoolExecutor(max_workers=1) as painters:
                painters.submit(look).result()

        assert (
            int(Redis.from_url(server.url).info("clients")["connected_clients"]) == 2
        )  # theirs, and the one that asks


def test_many_threads_at_once_open_few_connections() -> None:
    with redis() as server:
        cache = KeptRedisCache(server.url, {})
        with ThreadPoolExecutor(max_workers=30) as crowd:
            list(crowd.map(lambda number: cache.set(f"key-{number}", number), range(300)))

        assert cache.get("key-299") == 299
        assert int(Redis.from_url(server.url).info("clients")["connected_clients"]) <= 5


def test_each_server_has_a_pool_of_its_own() -> None:
    one, other = (f"redis://127.0.0.1:9/{number}" for number in range(2))

    assert OnePool.from_url(one) is OnePool.from_url(one)
    assert OnePool.from_url(one) is not OnePool.from_url(other)


def test_what_is_not_there_is_not_counted_up() -> None:
    with redis() as server:
        cache = KeptRedisCache(server.url, {})
        cache.set("visits", 1)

        assert cache.incr("visits") == 2
        with pytest.raises(ValueError, match="nothing"):
            cache.incr("nothing")
        assert cache.get("nothing") is None
