"""`manage.py work`: a cluster of workers and who looks after it.

The supervisor starts the cluster in a session of its own and starts it again whenever it ends or falls silent,
without leaving orphans. Told to stop, it tells the cluster's main process alone (a signal to all of them hangs
it) and waits as long as a task may take. `--cluster` is the cluster itself, without a supervisor.
"""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import Error, connection
from django_q.cluster import Cluster

from books.pipeline import watchdog
from storyforge_site.lib import broker, stopping
from storyforge_site.lib.clock import monotonic

log = logging.getLogger(__name__)

_LOOK_SECONDS = 1.0


class Command(BaseCommand):
    help = "Run the workers and start them again when they end or hang."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cluster", action="store_true", help="the cluster itself, unsupervised")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["cluster"]:
            run_cluster()
        else:
            supervise()


def run_cluster() -> None:
    """Django-Q's cluster, whose workers learn from a byte they share with us that they were told to stop."""
    cluster = Cluster()

    def stop(number: int, frame: Any) -> None:
        stopping.announce()
        cluster.sig_handler(number, frame)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    cluster.start()


def supervise() -> None:
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    while not told.is_set():
        _give_back_tasks()
        cluster = _start()
        started = monotonic()
        while not told.wait(_LOOK_SECONDS) and cluster.poll() is None and not _hangs(started):
            pass
        if told.is_set():
            _stop(cluster)
        else:
            log.error("the cluster ended or hangs; it is started again")
        _end_all(cluster)


def _give_back_tasks() -> None:
    """A cluster that died may have taken tasks that the queue would hide for minutes."""
    try:
        broker.give_back_all()
    except Error:
        log.exception("tasks in hand could not be given back; the watchdog will queue their jobs again")
    finally:
        connection.close()


def _start() -> "subprocess.Popen[bytes]":
    command = [sys.executable, "manage.py", "work", "--cluster"]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, start_new_session=True)


def _hangs(started: float) -> bool:
    """Canaries are called but none was heard, and this cluster had time to hear one."""
    if monotonic() - started < settings.QUEUE_SILENCE_SECONDS:
        return False
    try:
        return watchdog.queue_is_silent()
    except Error:
        connection.close()
        return False


def _stop(cluster: "subprocess.Popen[bytes]") -> None:
    cluster.send_signal(signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        cluster.wait(timeout=settings.TASK_TIMEOUT_SECONDS + 30)


def _end_all(cluster: "subprocess.Popen[bytes]") -> None:
    """Nobody of its session outlives it: an orphan would work on unseen."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(cluster.pid, signal.SIGKILL)
    cluster.wait()
