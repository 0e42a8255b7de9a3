"""What this was measured on, and a yardstick to compare machines by."""

import os
import platform
import time
from pathlib import Path

import psutil

_STEPS = 3_000_000


def describe() -> str:
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.machine(),
    )
    memory = next((int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores of {model}, {memory / 2**20:.0f} GiB, Python {platform.python_version()}"


def yardstick() -> float:
    """Processor seconds of three million additions in Python: the reference of figures that have no other."""
    began = time.process_time()
    total = 0
    for step in range(_STEPS):
        total += step
    return time.process_time() - began


def seconds_of_all(root: int) -> float:
    """Processor seconds used so far by a process and everything below it, ended or not."""
    main = psutil.Process(root)
    return sum(seconds_of(process.pid) for process in [main, *main.children(recursive=True)])


def seconds_of(pid: int) -> float:
    """Its own, and of its children that have ended; nothing once it is gone."""
    try:
        return float(sum(psutil.Process(pid).cpu_times()[:4]))
    except psutil.NoSuchProcess:
        return 0.0


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []
