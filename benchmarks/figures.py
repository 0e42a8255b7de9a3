"""One figure: what was measured, against what, and what it must reach."""

import operator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bound:
    """A line not to be crossed, by the ratio or by the value itself."""

    limit: float
    at_least: bool = False
    of_value: bool = False

    def is_kept(self, figure: "Figure") -> bool:
        kept = operator.ge if self.at_least else operator.le
        return bool(kept(figure.value if self.of_value else figure.ratio, self.limit))

    def words(self, unit: str) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}{f' {unit}' if self.of_value else ''}"


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` and `reference` in `unit`; `against` says what the reference is. Without a bound it is for reading."""

    what: str
    value: float
    unit: str
    reference: float
    against: str
    must: Bound | None = None

    @property
    def ratio(self) -> float:
        return self.value / self.reference

    @property
    def is_reached(self) -> bool:
        return self.must is None or self.must.is_kept(self)

    @property
    def cells(self) -> tuple[str, ...]:
        verdict = "" if self.must is None else "yes" if self.is_reached else "**no**"
        return (
            self.what,
            f"{_short(self.value)} {self.unit}",
            f"{_short(self.reference)} {self.unit}: {self.against}",
            f"{self.ratio:.3g}",
            self.must.words(self.unit) if self.must else "",
            verdict,
        )


def table(figures: list[Figure]) -> str:
    """Markdown."""
    rows = [("what", "measured", "reference", "ratio", "must be", "is"), ("---",) * 6]
    return "\n".join(f"| {' | '.join(row)} |" for row in [*rows, *(figure.cells for figure in figures)])


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
