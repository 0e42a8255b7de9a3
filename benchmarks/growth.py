"""The first third of what was seen beside the last, by what each process and the whole site held on average.

Not at their calmest: with the same books in hand a worker holds 70 or 83 MB of its own, by what glibc could give back
just then, and whether one of a hundred looks falls on such a moment is luck. Nor by the median: a worker has six
threads or nine, and which is the more frequent changes with every book.

Clients of Redis may become as many as the pools of all processes hold: a pool grows when more threads than ever ask
at one moment, which may be at the hundredth book. One process that gains some is found by its sockets.
"""

import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from benchmarks.sampling import REDIS, Held, Sample
from storyforge_site.lib.cache import CONNECTIONS

_SHARE, _MEGABYTES, _COUNTED = 0.05, 5.0, 2
_MEASURES: dict[str, tuple[Callable[[Held], float], float]] = {
    "MB": (lambda held: held.megabytes, _MEGABYTES),
    "threads": (lambda held: held.threads, _COUNTED),
    "files and sockets": (lambda held: held.files, _COUNTED),
}


@dataclass(frozen=True, slots=True)
class Growth:
    whose: str
    measure: str
    first: Sequence[float]
    last: Sequence[float]
    allowed: float

    @property
    def by(self) -> float:
        return statistics.fmean(self.last) - statistics.fmean(self.first)

    @property
    def is_leak(self) -> bool:
        return self.by > max(self.allowed, statistics.fmean(self.first) * _SHARE)

    def __str__(self) -> str:
        return f"{self.whose}, {self.measure}: {_span(self.first)} and then {_span(self.last)}"


def growths(samples: Sequence[Sample]) -> list[Growth]:
    """Of each process that was there all the time, and of what is counted for the whole site."""
    third = len(samples) // 3
    first, last = samples[:third], samples[-third:]
    stayed = set.intersection(*(set(sample.processes) for sample in samples))
    processes = [
        Growth(
            samples[0].processes[pid].part,
            measure,
            [of(sample.processes[pid]) for sample in first],
            [of(sample.processes[pid]) for sample in last],
            allowed,
        )
        for pid in sorted(stayed)
        for measure, (of, allowed) in _MEASURES.items()
    ]
    room_in_pools = CONNECTIONS * len(stayed) - statistics.fmean(sample.counts[REDIS] for sample in first)
    site = [
        Growth(
            "site",
            what,
            [sample.counts[what] for sample in first],
            [sample.counts[what] for sample in last],
            room_in_pools if what == REDIS else _COUNTED,
        )
        for what in samples[0].counts
    ]
    return processes + site


def table(found: Iterable[Growth]) -> str:
    """Markdown. Of several processes that do the same, the one that grew most."""
    groups: dict[tuple[str, str], list[Growth]] = {}
    for growth in found:
        groups.setdefault((growth.whose, growth.measure), []).append(growth)
    rows = [("what", "of", "first third: min / mean / max", "last third", "leaks"), ("---",) * 5]
    for (whose, measure), group in groups.items():
        most = max(group, key=lambda growth: growth.by)
        verdict = "**yes**" if any(growth.is_leak for growth in group) else "no"
        rows.append((f"{whose}: {measure}", str(len(group)), _span(most.first), _span(most.last), verdict))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _span(values: Sequence[float]) -> str:
    return f"{min(values):,.0f} / {statistics.fmean(values):,.0f} / {max(values):,.0f}"
