"""The queue by the database's clock."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_q.brokers import get_broker
from django_q.conf import Conf
from django_q.models import OrmQ

from books.tests.processes import wait_until
from storyforge_site.lib import broker
from storyforge_site.lib.broker import DatabaseClockBroker
from storyforge_site.models import Pulse

pytestmark = pytest.mark.django_db


def test_it_is_the_one_in_use() -> None:
    assert isinstance(get_broker(), DatabaseClockBroker)


@pytest.mark.parametrize("hours", [-1, 0, 1])
def test_a_host_whose_clock_is_wrong_takes_each_task_once(hours: int, monkeypatch: pytest.MonkeyPatch) -> None:
    right_now = timezone.now
    get_broker().enqueue("task")
    monkeypatch.setattr(timezone, "now", lambda: right_now() + timedelta(hours=hours))

    taken: list[Any] = [get_broker().dequeue() for _again in range(3)]

    assert [bool(tasks) for tasks in taken] == [True, False, False]
    assert (get_broker().queue_size(), get_broker().lock_size()) == (0, 1)


def test_what_a_dead_cluster_had_taken_can_be_taken_again() -> None:
    get_broker().enqueue("task")
    get_broker().dequeue()

    assert broker.give_back_all() == 1
    assert get_broker().dequeue()


def test_who_came_first_is_served_first_also_the_second_time() -> None:
    tasks = [get_broker().enqueue(f"task {number}") for number in range(3)]
    first = get_broker().dequeue()
    broker.give_back_all()

    again = [get_broker().dequeue() for _task in tasks]

    assert first == [(tasks[0], "task 0")]
    assert [taken[0][0] for taken in again] == tasks


def reached() -> datetime:
    moment: datetime = Pulse.objects.annotate(reached=broker.reached()).values_list("reached", flat=True).get()
    return moment


def test_a_queue_is_worked_off_up_to_the_first_that_waits() -> None:
    Pulse.objects.beat("queue")
    waiting = OrmQ.objects.get(pk=get_broker().enqueue("task"))
    get_broker().enqueue("another")
    assert reached() == waiting.lock

    get_broker().dequeue()
    get_broker().dequeue()
    assert reached() >= timezone.now() - timedelta(seconds=5)


def test_what_was_left_behind_when_another_broker_took_over_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    Pulse.objects.beat("queue")
    get_broker().enqueue("task")
    OrmQ.objects.update(lock=timezone.now() - timedelta(hours=1))
    monkeypatch.setattr(Conf, "ORM", None)

    assert reached() >= timezone.now() - timedelta(seconds=5)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_clusters_do_not_wait_for_each_other() -> None:
    get_broker().enqueue("task")
    second = get_broker().enqueue("another")

    with transaction.atomic():
        get_broker().dequeue()
        with ThreadPoolExecutor(max_workers=1) as elsewhere:
            taken = elsewhere.submit(_taken_elsewhere).result(timeout=5)

    assert taken == [(second, "another")]


def _taken_elsewhere() -> Any:
    try:
        return get_broker().dequeue()
    finally:
        connection.close()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_who_waits_for_a_task_hears_of_it_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broker, "_LISTENED_SECONDS", 60)
    with ThreadPoolExecutor(max_workers=1) as elsewhere:
        waiter, session = elsewhere.submit(_begins_to_listen).result(timeout=30)
        heard = elsewhere.submit(_rung_for_and_taken, waiter)
        wait_until(lambda: _looked_in_vain(session))
        task = get_broker().enqueue("task")

        assert heard.result(timeout=30) == (None, [(task, "task")])


def _begins_to_listen() -> tuple[DatabaseClockBroker, int]:
    """Who from now on hears the bell, and the number of their session at the database."""
    waiter = get_broker()
    assert waiter.dequeue() is None
    return waiter, connection.connection.info.backend_pid


def _rung_for_and_taken(waiter: DatabaseClockBroker) -> tuple[Any, Any]:
    try:
        return waiter.dequeue(), waiter.dequeue()
    finally:
        connection.close()


def _looked_in_vain(session: int) -> bool:
    """The last they said after they began to listen was to look, and that is answered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, query FROM pg_stat_activity WHERE pid = %s", [session])
        state, said = cursor.fetchone()
        return state == "idle" and "SKIP LOCKED" in said


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_bell_rings_after_a_commit_so_that_those_who_queue_do_not_commit_one_by_one() -> None:
    with CaptureQueriesContext(connection) as said, transaction.atomic():
        get_broker().enqueue("task")

    commit, bell = (
        [word in query["sql"] for query in said.captured_queries].index(True) for word in ("COMMIT", "pg_notify")
    )
    assert commit < bell


def test_a_finished_task_is_gone() -> None:
    key = get_broker().enqueue("task")
    get_broker().acknowledge(key)

    assert not OrmQ.objects.exists()
