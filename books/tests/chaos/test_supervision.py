"""Parts of a cluster are killed, hosts are replaced one by one: the service comes back and no job fails."""

import signal
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import psutil
import pytest
from django.db.models.functions import Now
from django_q.models import OrmQ
from django_q.tasks import async_task

from books import audit, services
from books.models import Job
from books.tests.factories import a_spec
from books.tests.pipeline import openai_house as house
from books.tests.processes import SUPERVISED, WATCHDOG, at_vendor, stop, wait_until, wait_until_closed, worker
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.tests.vendor import Answer, Asked, vendor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

QUICK = {"WATCHDOG_SECONDS": "0.5", "QUEUE_SILENCE_SECONDS": "8"}
PICTURES = "/v1/images/generations"


def clusters_of(supervisor: int) -> list[psutil.Process]:
    """One; none for a moment after it ended."""
    return list(psutil.Process(supervisor).children())


def works(process: psutil.Process) -> bool:
    return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)


def main(cluster: psutil.Process) -> list[psutil.Process]:
    return [cluster]


def sentinel(cluster: psutil.Process) -> list[psutil.Process]:
    return list(cluster.children()[:1])


def everybody_below_the_sentinel(cluster: psutil.Process) -> list[psutil.Process]:
    return list(sentinel(cluster)[0].children(recursive=True))


@pytest.mark.parametrize("whom", [main, sentinel, everybody_below_the_sentinel])
def test_a_cluster_that_lost_a_part_serves_again_within_a_minute(
    alice: User, settings: Any, whom: Callable[[psutil.Process], list[psutil.Process]]
) -> None:
    with vendor(house.play) as openai:
        environment = {**at_vendor(openai, settings.MEDIA_ROOT), **QUICK, "Q_WORKERS": "2"}
        with worker(*SUPERVISED, **environment) as supervisor, worker(*WATCHDOG, **environment):
            wait_until_closed(services.order_book(alice, a_spec(page_count=4)))
            [cluster] = clusters_of(supervisor.pid)
            old = [cluster, *cluster.children(recursive=True)]
            for process in whom(cluster):
                process.send_signal(signal.SIGKILL)
            killed = time.monotonic()
            job = services.order_book(alice, a_spec(page_count=4))
            wait_until_closed(job)
            took = time.monotonic() - killed
            if whom is not everybody_below_the_sentinel:  # it may have replaced them by itself
                wait_until(lambda: any(one.pid != cluster.pid for one in clusters_of(supervisor.pid)))
                wait_until(lambda: not any(map(works, old)), seconds=10)
        wait_until(lambda: not any(map(works, old)), seconds=10)

    assert job.status == "done"
    assert took < 60


def test_a_cluster_told_to_stop_ends_though_its_last_worker_dies_meanwhile() -> None:
    for _one_in_work_one_in_the_pipe_one_at_its_door in range(3):
        async_task("time.sleep", 3)
    with worker() as cluster:
        wait_until(lambda: OrmQ.objects.filter(lock__gt=Now()).count() == 3)
        cluster.send_signal(signal.SIGTERM)
        time.sleep(1)
        everybody_below_the_sentinel(psutil.Process(cluster.pid))[0].kill()
        cluster.wait(timeout=30)

    assert cluster.returncode == 0
    assert OrmQ.objects.count() == 1, "only what died with its worker is left to be taken again"


def test_hosts_are_replaced_one_by_one_while_twenty_books_are_made(settings: Any) -> None:
    def script(asked: Asked, before: int) -> Answer:
        answer = house.play(asked, before)
        return Answer(answer.body, delay=0.5) if asked.path == PICTURES else answer

    reader = User.objects.create_user("reader@example.org", "a-long-password")
    credits.bonus(reader, 20, reference="gift", description="a gift")
    with vendor(script) as openai:
        lease = {"JOB_LEASE_SECONDS": "20"}  # handed back, not run out
        environment = {**at_vendor(openai, settings.MEDIA_ROOT), **QUICK, **lease, "Q_WORKERS": "10"}
        jobs = [services.order_book(reader, a_spec(page_count=4)) for _book in range(20)]
        with worker(*SUPERVISED, **environment) as first, worker(*SUPERVISED, **environment) as second:
            wait_until(lambda: Job.objects.filter(status="running").count() >= 15)
            stop(first)
            with worker(*SUPERVISED, **environment):
                stop(second)
                for job in jobs:
                    wait_until_closed(job, seconds=120)

    assert Counter(Job.objects.values_list("status", "error_code")) == {("done", ""): 20}
    assert len(openai.asked_at(PICTURES)) == 100
    assert credits.balance_of(reader) == 3
    assert list(audit.faults()) == []
