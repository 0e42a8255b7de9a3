"""Outlines as SVG path data: smooth curves through points, blobs, ridges, stars."""

import math
from collections.abc import Sequence
from itertools import pairwise
from random import Random

Point = tuple[float, float]


def smooth(points: Sequence[Point], *, closed: bool = False, tension: float = 6.0) -> str:
    """A Catmull-Rom curve through the points."""
    count = len(points)
    parts = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for at in range(count if closed else count - 1):
        before = points[(at - 1) % count] if closed or at else points[0]
        start, end = points[at], points[(at + 1) % count]
        after = points[(at + 2) % count] if closed or at + 2 < count else end
        parts.append(
            f"C{start[0] + (end[0] - before[0]) / tension:.1f} "
            f"{start[1] + (end[1] - before[1]) / tension:.1f} "
            f"{end[0] - (after[0] - start[0]) / tension:.1f} {end[1] - (after[1] - start[1]) / tension:.1f} "
            f"{end[0]:.1f} {end[1]:.1f}"
        )
    return "".join(parts) + ("Z" if closed else "")


def polygon(points: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def circle(x: float, y: float, r: float) -> str:
    return ellipse(x, y, r, r)


def ellipse(x: float, y: float, rx: float, ry: float) -> str:
    return f"M{x - rx:.1f} {y:.1f}a{rx:.1f} {ry:.1f} 0 1 1 {2 * rx:.1f} 0a{rx:.1f} {ry:.1f} 0 1 1 {-2 * rx:.1f} 0Z"


def box(x: float, y: float, width: float, height: float, r: float = 0) -> str:
    """A rectangle, its corners rounded by `r`."""
    if r <= 0:
        return f"M{x:.1f} {y:.1f}h{width:.1f}v{height:.1f}h{-width:.1f}Z"
    r = min(r, width / 2, height / 2)
    return (
        f"M{x + r:.1f} {y:.1f}h{width - 2 * r:.1f}q{r:.1f} 0 {r:.1f} {r:.1f}v{height - 2 * r:.1f}"
        f"q0 {r:.1f} {-r:.1f} {r:.1f}h{2 * r - width:.1f}q{-r:.1f} 0 {-r:.1f} {-r:.1f}"
        f"v{2 * r - height:.1f}q0 {-r:.1f} {r:.1f} {-r:.1f}Z"
    )


def blob(rng: Random, x: float, y: float, rx: float, ry: float, *, points: int = 9, wobble: float = 0.1) -> str:
    start = rng.uniform(0, math.tau)
    ring = []
    for at in range(points):
        angle = start + at * math.tau / points
        reach = 1 + rng.uniform(-wobble, wobble)
        ring.append((x + math.cos(angle) * rx * reach, y + math.sin(angle) * ry * reach))
    return smooth(ring, closed=True)


def leafy(rng: Random, x: float, y: float, rx: float, ry: float, *, bumps: int = 12, depth: float = 0.09) -> str:
    """A crown or a bush: a round outline with small scallops."""
    ring = []
    for at in range(bumps):
        angle = at * math.tau / bumps + rng.uniform(-0.08, 0.08)
        reach = 1 + rng.uniform(-0.05, 0.06)
        ring.append((x + math.cos(angle) * rx * reach, y + math.sin(angle) * ry * reach))
    parts = [f"M{ring[0][0]:.1f} {ring[0][1]:.1f}"]
    for at in range(bumps):
        start, end = ring[at], ring[(at + 1) % bumps]
        middle_x, middle_y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
        out = 1 + depth * 3.4 + 0.06
        parts.append(f"Q{x + (middle_x - x) * out:.1f} {y + (middle_y - y) * out:.1f} {end[0]:.1f} {end[1]:.1f}")
    return "".join(parts) + "Z"


def ridge(rng: Random, y: float, sway: float, *, steps: int = 7, left: float = -80, right: float = 1104) -> list[Point]:
    """Points of a rolling skyline from left to right."""
    phase, beat = rng.uniform(0, math.tau), rng.uniform(0.75, 1.35)
    points = []
    for at in range(steps + 1):
        x = left + (right - left) * at / steps
        lift = math.sin(phase + at * beat) * sway + rng.uniform(-0.3, 0.3) * sway
        points.append((x, y + lift))
    return points


def filled(points: Sequence[Point], bottom: float = 1110) -> str:
    """The land below a skyline."""
    return f"{smooth(points)}L{points[-1][0]:.1f} {bottom:.1f}L{points[0][0]:.1f} {bottom:.1f}Z"


def height_at(points: Sequence[Point], x: float) -> float:
    """How high a skyline stands at `x`."""
    for start, end in pairwise(points):
        if start[0] <= x <= end[0]:
            share = (x - start[0]) / max(1e-6, end[0] - start[0])
            share = share * share * (3 - 2 * share)
            return start[1] + (end[1] - start[1]) * share
    return points[-1][1] if x > points[-1][0] else points[0][1]


def sparkle(x: float, y: float, r: float, waist: float = 0.16) -> str:
    """A star of four points."""
    w = r * waist
    return (
        f"M{x:.1f} {y - r:.1f}Q{x + w:.1f} {y - w:.1f} {x + r:.1f} {y:.1f}Q{x + w:.1f} "
        f"{y + w:.1f} {x:.1f} {y + r:.1f}"
        f"Q{x - w:.1f} {y + w:.1f} {x - r:.1f} {y:.1f}Q{x - w:.1f} {y - w:.1f} {x:.1f} {y - r:.1f}Z"
    )


def star(x: float, y: float, r: float, *, points: int = 5, inner: float = 0.5, turn: float = 0.0) -> str:
    ring = []
    for at in range(points * 2):
        angle = turn - math.pi / 2 + at * math.pi / points
        reach = r if at % 2 == 0 else r * inner
        ring.append((x + math.cos(angle) * reach, y + math.sin(angle) * reach))
    return polygon(ring)
