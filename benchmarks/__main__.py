"""`make bench`: every benchmark in a house of its own, one after the other, and the table in RESULTS.md.

`make bench ONLY="library queue"` prints the figures of some and writes nothing.
"""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import house, machine
from benchmarks.figures import Bound, Figure, table

ALL = ("orchestration", "at_once", "status", "create", "library", "offline_book", "editions", "queue")
_RESULTS = Path(__file__).with_name("RESULTS.md")
_FROM, _TO = "<!-- figures -->\n", "<!-- end of figures -->\n"
_IN_HOUSE = "--in-house"


def main(wanted: list[str]) -> int:
    if wanted[:1] == [_IN_HOUSE]:
        _measure_here(wanted[1])
        return 0
    figures = [figure for name in wanted or ALL for figure in _measured(name)]
    sys.stdout.write(f"{machine.describe()}\n\n{table(figures)}\n")
    if not wanted:
        _write(figures)
    return 0 if all(figure.is_reached for figure in figures) else 1


def _measured(name: str) -> Iterable[Figure]:
    sys.stderr.write(f"{name} …\n")
    with house.prepared() as environment:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks", _IN_HOUSE, name],
            cwd=house.ROOT,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    for line in done.stdout.splitlines():
        said = json.loads(line)
        yield Figure(**{**said, "must": Bound(**said["must"]) if said["must"] else None})


def _measure_here(name: str) -> None:
    measure: Callable[[], Iterable[Figure]] = importlib.import_module(f"benchmarks.{name}").measure
    for figure in measure():
        sys.stdout.write(json.dumps(asdict(figure)) + "\n")


def _write(figures: list[Figure]) -> None:
    before, _from, rest = _RESULTS.read_text().partition(_FROM)
    after = rest.partition(_TO)[2]
    told = f"{datetime.now(UTC):%Y-%m-%d}, {machine.describe()}.\n\n{table(figures)}\n"
    _RESULTS.write_text(f"{before}{_FROM}{told}{_TO}{after}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
