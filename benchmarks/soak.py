"""`make soak`: the whole site at half load for half an hour, and nothing of it may grow.

gunicorn, workers with their supervisor, the watchdog, PostgreSQL, Redis, and vendors that take their time, all on
loopback. Families come in, one after the other, until the machine is half busy; then all stays as it is for half an
hour, and what is seen in its first third is compared with what is seen in its last. Nothing may hide behind renewal:
gunicorn keeps its processes, and Django-Q renews a worker only after 500 tasks. SOAK.md tells what came of it.
"""

import os
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psutil

from benchmarks import house, machine, vendors
from benchmarks.families import Diary, Family, family
from benchmarks.growth import growths, table
from benchmarks.sampling import Sample, Sampler
from books.tests.processes import SUPERVISED, WATCHDOG, worker

_RESULTS = Path(__file__).with_name("SOAK.md")
_WORKERS = 12
_WARM_SHARE, _LONGEST_WARM_SECONDS = 0.4, 600  # pools fill when more threads than ever ask at one moment
_MOST_FAMILIES, _ARRIVALS = 60, 40
_HALF = 45.0  # per cent of the processors: the books of who came last are still to be made
_FULL = 90.0  # with what others do on this machine
_SAMPLES, _SHORTEST_SAMPLE_SECONDS = 300, 3  # many, for a book in hand comes and goes
_READY_SECONDS, _LEAVING_SECONDS, _SHORT_LEAVING_SECONDS = 60, 300, 20
_SHOWN = 20  # faults
_CROWD = 100  # at once: more than there are threads


def main(minutes: float) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # and nobody is left behind
    with house.prepared() as prepared, tempfile.TemporaryDirectory(prefix="storyforge-soak-") as folder:
        temporary, log = Path(folder, "tmp"), Path(folder, "log")
        temporary.mkdir()
        stays_and_tells = {"GUNICORN_CMD_ARGS": "--max-requests 0", "LOG_LEVEL": "WARNING"}
        environment = {**prepared, "TMPDIR": str(temporary), **stays_and_tells}
        diary = Diary()
        with _site(environment, log) as (url, processes):
            _until_ready(url)
            said = len(log.read_text())  # that it was not
            sampler = Sampler(environment, processes, temporary)
            samples, families = _lived(minutes * 60, url, diary, sampler)
            left = _gone(families, diary, sampler, Path(environment["MEDIA_ROOT"]))
            faults = _faults(samples, diary, log.read_text()[said:].splitlines(), left)
    told = _told(minutes, samples, diary, len(families), faults)
    _RESULTS.write_text(told)
    sys.stdout.write(told)
    return 1 if faults else 0


@contextmanager
def _site(environment: dict[str, str], log: Path) -> Iterator[tuple[str, dict[str, int]]]:
    """Its address, and the processes from which all others of it descend."""
    with ExitStack() as stack:
        street = stack.enter_context(vendors.street(vendors.Delays()))
        everything = {**environment, **street}
        with _spoken_into(log):
            workers = stack.enter_context(worker(*SUPERVISED, **everything, Q_WORKERS=str(_WORKERS)))
            watchdog = stack.enter_context(worker(*WATCHDOG, **everything))
            url = stack.enter_context(house.web(**everything))
        web = next(one.pid for one in psutil.Process().children() if "gunicorn" in " ".join(one.cmdline()))
        yield url, {"web": web, "worker": workers.pid, "watchdog": watchdog.pid}


@contextmanager
def _spoken_into(log: Path) -> Iterator[None]:
    """What is started here writes into that file all its life."""
    ours = [os.dup(1), os.dup(2)]
    with log.open("wb") as file:
        for number in (1, 2):
            os.dup2(file.fileno(), number)
    try:
        yield
    finally:
        for number, kept in zip((1, 2), ours, strict=True):
            os.dup2(kept, number)
            os.close(kept)


def _until_ready(url: str) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while httpx.get(f"{url}/health/ready", timeout=20).status_code != 200:
        assert time.monotonic() < deadline, "the site is not ready"
        time.sleep(0.5)


def _lived(seconds: float, url: str, diary: Diary, sampler: Sampler) -> tuple[list[Sample], list[Family]]:
    """What was seen after the warm-up, and who lives there."""
    _wake_every_thread(url)
    warm = min(seconds * _WARM_SHARE, _LONGEST_WARM_SECONDS)
    families = [_arrived(number, url, diary) for number in range(_WORKERS)]  # a book for each
    began = time.monotonic()
    while time.monotonic() < began + warm:
        everybody = psutil.cpu_percent(interval=warm / _ARRIVALS)
        if sampler.busy() < _HALF and everybody < _FULL and len(families) < _MOST_FAMILIES:
            families.append(_arrived(len(families), url, diary))
    every = max(seconds / _SAMPLES, _SHORTEST_SAMPLE_SECONDS)
    samples = []
    while time.monotonic() < began + warm + seconds:
        time.sleep(every)
        samples.append(sampler.look(url))
        sys.stderr.write(f"{time.monotonic() - began:5.0f} s  {samples[-1].line()}  {diary.books['done']} books")
        sys.stderr.write("".join(f", {mistake[:200]}" for mistake in diary.mistakes[-1:]) + "\n")
    return samples, families


def _wake_every_thread(url: str) -> None:
    """The web starts them as they are needed, and each keeps connections: all of that now, and not in the middle."""
    with httpx.Client(base_url=url, timeout=60) as client, ThreadPoolExecutor(_CROWD) as crowd:
        list(crowd.map(client.get, ["/metrics"] * _CROWD * 5))
        list(crowd.map(client.get, ["/health/ready"] * 20))


def _arrived(number: int, url: str, diary: Diary) -> Family:
    came = family(number, url, diary)
    came.start()
    return came


def _gone(families: list[Family], diary: Diary, sampler: Sampler, media: Path) -> list[str]:
    """Every family reads its last book and takes all it has along. What stays: also of who met a mistake."""
    diary.told_to_leave.set()
    told_at = time.monotonic()
    for one in families:
        one.join(timeout=max(0.0, told_at + _LEAVING_SECONDS - time.monotonic()))
    sys.stderr.write(f"left within {time.monotonic() - told_at:.0f} s\n")
    patience = time.monotonic() + _SHORT_LEAVING_SECONDS if diary.mistakes else told_at + _LEAVING_SECONDS
    while (files := _files(media)) and time.monotonic() < patience:
        sys.stderr.write(f"{time.monotonic() - told_at:5.0f} s  {sum(files.values())} files\n")
        time.sleep(5)
    return [
        *(f"{one.name} has not left" for one in families if one.is_alive()),
        *(f"{count} files of {person}, {sampler.whereabouts(person)}" for person, count in files.items()),
    ]


def _files(media: Path) -> Counter[str]:
    """How many there are of each person, also while folders go."""
    walked = ((Path(folder).relative_to(media), names) for folder, _folders, names in os.walk(media))
    return Counter(folder.parts[1] for folder, names in walked for _name in names)


def _faults(samples: list[Sample], diary: Diary, log: list[str], left: list[str]) -> list[str]:
    return [
        *(f"grew: {growth}" for growth in growths(samples) if growth.is_leak),
        *(f"an answer: {mistake}" for mistake in diary.mistakes),
        *["an order was not done"] * (diary.books["ordered"] - diary.books["done"]),
        *(f"logged: {line}" for line in log),
        *(f"left behind: {what}" for what in left),
    ]


def _told(minutes: float, samples: list[Sample], diary: Diary, families: int, faults: list[str]) -> str:
    """Markdown."""
    busy = statistics.median(sample.busy for sample in samples)
    withheld = statistics.fmean(sample.withheld for sample in samples)
    answers = ", ".join(f"{count:,} × {status}" for status, count in sorted(diary.answers.items()))
    parts = [
        "# Half an hour at half load",
        f"`make soak` writes this. {datetime.now(UTC):%Y-%m-%d}, {machine.describe()}; {minutes:g} minutes, once all"
        " had come.",
        f"{families} families, {_WORKERS} workers, the processors {busy:.0f} % busy with it (median; families and"
        f" vendors, too); {withheld:.0f} % of them the machine gave to others. {diary.books['done']:,} of"
        f" {diary.books['ordered']:,} books done. Answers: {answers}.",
        table(growths(samples)),
        "Means are compared. A process may grow by 5 MB or by 5 %, whichever is more, for the arenas of its threads;"
        " what is counted by two, or by 5 %; clients of Redis until all pools are full.",
        f"**Faults: {len(faults)}**" if faults else "No fault.",
        "\n".join(f"- {fault}" for fault in faults[:_SHOWN]),
    ]
    return "\n\n".join(parts).rstrip() + "\n"


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 30))
