"""`manage.py work`: a cluster of workers and who looks after it.

The supervisor starts the cluster in a session of its own and starts it again whenever it ends or falls silent,
without leaving orphans. Told to stop, it tells the cluster's main process alone (a signal to all of them hangs
it) and waits as long as a task may take. `--cluster` is the cluster itself, without a supervisor.
"""

import contextlib
import gc
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import Error, connection
from django_q.cluster import Cluster
from PIL import Image

from books.pipeline import watchdog
from storyforge_site.lib import allocator, broker, http, sentinel, stopping
from storyforge_site.lib.clock import monotonic
from storyforge_site.providers import registry

log = logging.getLogger(__name__)

_LOOK_SECONDS = 1.0
_TOLD_SECONDS = 0.2  # at most until a signal is passed on to the cluster
_BELIEVED_AFTER_SECONDS = 15.0
_SWITCH_SECONDS = 0.001  # how long a thread back from a vendor waits for one that computes; Python says 0.005


class Command(BaseCommand):
    help = "Run the workers and start them again when they end or hang."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cluster", action="store_true", help="the cluster itself, unsupervised")
        parser.add_argument("--supervisor", type=int, default=0, help="the process without which the cluster ends")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["cluster"]:
            run_cluster(supervisor=options["supervisor"])
        else:
            supervise()


def run_cluster(*, supervisor: int = 0) -> None:
    """Django-Q's cluster, whose workers learn from a byte they share with us that they were told to stop."""
    load()
    sentinel.install()
    cluster = Cluster()
    for number in (signal.SIGTERM, signal.SIGINT):  # the library's own takes a lock, which what it interrupts may hold
        signal.signal(number, lambda *_: stopping.announce())
    if supervisor:
        threading.Thread(target=_end_with, args=(supervisor,), daemon=True).start()
    cluster.start()
    while cluster.sentinel.is_alive() and not stopping.announced():
        cluster.sentinel.join(timeout=_TOLD_SECONDS)
    cluster.stop()


def load() -> None:
    """Before the fork: what each worker would load for its first book, in a third of a second and memory of its own."""
    for module in ("books.pipeline.tasks", *(["redis"] if settings.REDIS_URL else [])):
        import_module(module)
    for _kind, _name, provider in registry.each_configured():
        provider()
    http.prepare()
    Image.init()
    allocator.keep_what_is_free()
    sys.setswitchinterval(_SWITCH_SECONDS)
    gc.collect()
    gc.freeze()  # a collection that looks through what is shared would copy it


def _end_with(supervisor: int) -> None:
    """A supervisor that was killed cannot take its cluster along, and another would start a second one."""
    while os.getppid() == supervisor:
        time.sleep(_LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def supervise() -> None:
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    while not told.is_set():
        _give_back_tasks()
        cluster, listener = _start(), Listener()
        while not told.wait(_LOOK_SECONDS) and cluster.poll() is None and not listener.hears_nothing():
            pass
        if told.is_set():
            _stop(cluster)
        else:
            log.error("the cluster ended or hangs; it is started again")
        _end_all(cluster)


class Listener:
    """Believes in a silence that lasts: a database that was away for a while makes every sign of life look old."""

    def __init__(self) -> None:
        self.sound_at = monotonic()

    def hears_nothing(self) -> bool:
        try:
            is_silent = watchdog.queue_is_silent()
        except Error:
            connection.close()
            is_silent = False
        if not is_silent:
            self.sound_at = monotonic()
        return monotonic() - self.sound_at > _BELIEVED_AFTER_SECONDS


def _give_back_tasks() -> None:
    """A cluster that died may have taken tasks that the queue would hide for minutes."""
    try:
        broker.give_back_all()
    except Error:
        log.exception("tasks in hand could not be given back; the watchdog will queue their jobs again")
    finally:
        connection.close()


def _start() -> "subprocess.Popen[bytes]":
    command = [sys.executable, "manage.py", "work", "--cluster", "--supervisor", str(os.getpid())]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, start_new_session=True)


def _stop(cluster: "subprocess.Popen[bytes]") -> None:
    cluster.send_signal(signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        cluster.wait(timeout=settings.TASK_TIMEOUT_SECONDS + 30)


def _end_all(cluster: "subprocess.Popen[bytes]") -> None:
    """Nobody of its session outlives it: an orphan would work on unseen."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(cluster.pid, signal.SIGKILL)
    cluster.wait()
