"""What a process has open to Redis, and what it counts there."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from redis import Redis

from books.tests.chaos.servers import redis
from storyforge_site.lib.cache import CountingRedisCache, KeptRedisCache, OnePool


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


def count(cache: CountingRedisCache) -> int:
    """As django-ratelimit does."""
    return 1 if cache.add("visits", 1, timeout=60) else int(cache.incr("visits"))


def test_a_counter_is_added_and_incremented_in_one_question() -> None:
    with redis() as server:
        cache = CountingRedisCache(server.url, {})
        count(cache)
        asked_before = Redis.from_url(server.url).info("commandstats")["cmdstat_eval"]["calls"]

        assert count(cache) == 2

        stats = Redis.from_url(server.url).info("commandstats")
        assert stats["cmdstat_eval"]["calls"] == asked_before + 1
        assert "cmdstat_set" not in stats
        assert 0 < Redis.from_url(server.url).ttl(cache.make_key("visits")) <= 60


def test_a_counter_that_was_just_added_is_counted_up_like_any() -> None:
    with redis() as server:
        cache = CountingRedisCache(server.url, {})

        assert cache.add("visits", 1, timeout=60)
        assert cache.incr("visits") == 2


def test_every_one_of_a_crowd_is_counted_once() -> None:
    with redis() as server, ThreadPoolExecutor(max_workers=8) as crowd:
        counts = list(crowd.map(lambda _number: count(CountingRedisCache(server.url, {})), range(80)))

    assert sorted(counts) == list(range(1, 81))


def test_what_is_not_such_a_counter_is_kept_as_ever() -> None:
    with redis() as server:
        cache = CountingRedisCache(server.url, {})

        assert cache.add("name", "fox", timeout=60)
        assert not cache.add("name", "owl", timeout=60)
        assert cache.add("from", 0, timeout=60)

        assert cache.get("name") == "fox"
        assert cache.incr("from", 5) == 5
