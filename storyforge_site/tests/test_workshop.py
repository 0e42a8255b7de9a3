"""Work in processes of their own: answered, told apart, stopped, and opened again when they are gone."""

import json
import os
import signal
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from storyforge_site.lib import workbench
from storyforge_site.lib.workshop import TookTooLong, WorkFailed, Workshop

SECONDS = 30.0


@pytest.fixture(scope="module")
def shop() -> Workshop:
    return Workshop("storyforge_site.tests.odd_jobs")


def bench_of(shop: Workshop) -> int:
    return int(shop.order(b"parent", seconds=SECONDS))


def test_an_order_is_answered_however_long_both_are(shop: Workshop) -> None:
    long = os.urandom(1 << 21).hex().encode()

    assert shop.order(b"drow", seconds=SECONDS) == b"word"
    assert shop.order(b"", seconds=SECONDS) == b""
    assert shop.order(long, seconds=SECONDS) == long[::-1]


def test_orders_at_once_get_each_its_own_answer_from_one_bench(shop: Workshop) -> None:
    orders = [f"order {number}".encode() for number in range(12)]

    with ThreadPoolExecutor(len(orders)) as hands:
        answers = list(hands.map(lambda order: shop.order(order, seconds=SECONDS), orders))
        benches = set(hands.map(lambda _order: bench_of(shop), orders))

    assert answers == [order[::-1] for order in orders]
    assert len(benches) == 1


def test_nothing_of_one_order_is_left_for_the_next(shop: Workshop) -> None:
    assert [shop.order(b"remember", seconds=SECONDS) for _time in range(2)] == [b"1", b"1"]


def test_it_sees_none_of_our_secrets(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "ours")

    seen = json.loads(Workshop("storyforge_site.tests.odd_jobs").order(b"environment", seconds=SECONDS))

    assert set(seen) <= {"PATH", "LANG", "SYSTEMROOT", "PYTHONPATH", "LC_CTYPE"}


def test_what_goes_wrong_is_told_and_the_next_order_is_worked_on(shop: Workshop) -> None:
    with pytest.raises(WorkFailed, match="no such colour"):
        shop.order(b"fail", seconds=SECONDS)
    with pytest.raises(WorkFailed, match="without an answer"):
        shop.order(b"die", seconds=SECONDS)

    assert shop.order(b"drow", seconds=SECONDS) == b"word"


def test_what_takes_too_long_is_stopped_and_nothing_else_with_it(shop: Workshop) -> None:
    bench = bench_of(shop)

    with pytest.raises(TookTooLong):
        shop.order(b"sleep", seconds=0.1)

    assert bench_of(shop) == bench


def test_a_bench_that_is_gone_is_opened_again(shop: Workshop) -> None:
    before = bench_of(shop)
    os.kill(before, signal.SIGKILL)

    for _time in range(2):  # one order may be handed in before the end is noticed
        try:
            after = bench_of(shop)
        except WorkFailed:
            continue
        assert after != before
        return
    pytest.fail("it stays shut")


def test_one_that_cannot_be_opened_says_so() -> None:
    with pytest.raises(WorkFailed):
        Workshop("storyforge_site.no_such_bench").order(b"drow", seconds=SECONDS)


def test_an_idle_bench_shuts_its_door_and_still_takes_what_was_handed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbench, "_IDLE_SECONDS", 0)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        socket.send_fds(ours, [b"."], [ours.fileno()])

        handed_in = workbench._next(theirs)
        assert handed_in is not None
        os.close(handed_in)
        assert workbench._next(theirs) is None
        with pytest.raises(OSError, match="Broken pipe"):
            socket.send_fds(ours, [b"."], [ours.fileno()])
