"""The queue by the database's clock."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_q.brokers import get_broker
from django_q.models import OrmQ

from storyforge_site.lib import broker
from storyforge_site.lib.broker import DatabaseClockBroker

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


def test_a_finished_task_is_gone() -> None:
    key = get_broker().enqueue("task")
    get_broker().acknowledge(key)

    assert not OrmQ.objects.exists()
