"""`manage.py serve`: everything a laptop needs in one command — database, first book, web and worker."""

import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

_START_SECONDS = 30
_BIN = Path(sys.executable).parent


class Command(BaseCommand):
    help = "Prepare the database, make the first sample book, and run web and worker together until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)
        call_command("load_presets")
        call_command("plan_daily_stories")
        sample_path = call_command("make_sample")
        signal.signal(signal.SIGTERM, _as_interrupt)
        signal.signal(signal.SIGINT, _as_interrupt)  # a shell starts background jobs with it ignored
        site = f"http://127.0.0.1:{options['port']}"
        running = {"web": _start_web(options["port"]), **_start_workers()}
        try:
            _wait_until_it_answers(f"{site}/health/live", running["web"])
            self.stdout.write(self.style.SUCCESS(f"\n  Storyforge   {site}/"))
            self.stdout.write(f"  Sample book  {site}{sample_path}")
            self.stdout.write("  Ctrl-C stops web and worker.\n")
            self.stdout.flush()
            ended = _watch(running)
        except KeyboardInterrupt:
            self.stdout.write("\nStopping …")
            ended = ""
        finally:
            _stop(list(running.values()))
        if ended:
            raise CommandError(f"The {ended} process ended by itself; the lines above say why.")
        self.stdout.write("Stopped.")


def _as_interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


def _start_workers() -> "dict[str, subprocess.Popen[bytes]]":
    return {
        "worker": _start([sys.executable, "manage.py", "work"]),
        "watchdog": _start([sys.executable, "manage.py", "watch_jobs"]),
    }


def _start_web(port: int) -> "subprocess.Popen[bytes]":
    command = [str(_BIN / "gunicorn"), "storyforge_site.wsgi", "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    return _start(command)


def _start(command: list[str]) -> "subprocess.Popen[bytes]":
    """In a session of its own: Ctrl-C must reach us alone, since a signal to a whole cluster hangs it."""
    return subprocess.Popen(command, cwd=settings.BASE_DIR, start_new_session=True)


def _wait_until_it_answers(address: str, web: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if web.poll() is not None:
            raise CommandError("The web process did not start; is the port taken? Try: make run PORT=8010")
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310  (our own loopback address)  # nosec B310
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise CommandError(f"The site did not answer within {_START_SECONDS} seconds.")


def _watch(running: "dict[str, subprocess.Popen[bytes]]") -> str:
    """Wait until one of them ends, and say which."""
    while True:
        for name, process in running.items():
            if process.poll() is not None:
                return name
        time.sleep(0.5)


def _stop(processes: "list[subprocess.Popen[bytes]]") -> None:
    """Ask each main process, and wait as long as a task may take before using force."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    patience = time.monotonic() + settings.TASK_TIMEOUT_SECONDS + 30
    for process in processes:
        try:
            process.wait(timeout=max(1.0, patience - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
