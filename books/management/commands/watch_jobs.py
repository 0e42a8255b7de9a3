"""`manage.py watch_jobs`: the watchdog beside web and worker. Run one or several; stop it at any time."""

import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from books import housekeeping
from books.pipeline import watchdog

log = logging.getLogger(__name__)

_CANARY_EVERY_ROUNDS = 3
_HOUSEKEEPER_EVERY_ROUNDS = 60


class Command(BaseCommand):
    help = "Give jobs without a worker to another, end stuck ones with a refund, and listen whether the queue moves."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            housekeeping.call()
            self.stdout.write(", ".join(f"{count} {what}" for what, count in watchdog.sweep().items()) or "all well")
            return
        told = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: told.set())
        rounds = 0
        while not told.wait(settings.WATCHDOG_SECONDS):
            _round(
                with_canary=rounds % _CANARY_EVERY_ROUNDS == 0,
                with_housekeeper=rounds % _HOUSEKEEPER_EVERY_ROUNDS == 0,
            )
            rounds += 1


def _round(*, with_canary: bool, with_housekeeper: bool) -> None:
    """A round that meets a database which is away is lost, not the watchdog."""
    try:
        watchdog.sweep()
        if with_canary:
            watchdog.call_canary()
        if with_housekeeper:
            housekeeping.call()
        if watchdog.queue_is_silent():
            log.error("the queue has not moved for %s seconds", settings.QUEUE_SILENCE_SECONDS)
    except Exception:
        log.exception("a round of the watchdog was lost")
        connection.close()
