"""Arms and legs: two bones each, drawn as one rounded stroke, with a hand or a foot at the end."""

import math
from dataclasses import dataclass

from storyforge_site.providers.offline.illustrator.figures.ink import circle, ellipse, line
from storyforge_site.providers.offline.illustrator.figures.poses import Limb

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bones:
    root: Point
    joint: Point
    tip: Point

    @property
    def d(self) -> str:
        (x0, y0), (x1, y1), (x2, y2) = self.root, self.joint, self.tip
        return f"M{x0:.1f} {y0:.1f}Q{x1:.1f} {y1:.1f} {x2:.1f} {y2:.1f}"


def bones(root: Point, limb: Limb, side: int, upper: float, lower: float) -> Bones:
    joint = _step(root, limb[0], side, upper)
    return Bones(root, joint, _step(joint, limb[1], side, lower))


def _step(start: Point, angle: float, side: int, length: float) -> Point:
    radians = math.radians(angle)
    return start[0] + side * math.sin(radians) * length, start[1] + math.cos(radians) * length


def arm(limb: Bones, skin: str, width: float, sleeve: str = "", hand: str = "") -> str:
    drawn = line(limb.d, skin, width)
    if sleeve:
        (x0, y0), (x1, y1), (x2, y2) = limb.root, limb.joint, limb.tip
        end = (x0 * 0.09 + x1 * 0.42 + x2 * 0.49, y0 * 0.09 + y1 * 0.42 + y2 * 0.49)
        mid = (x0 * 0.3 + x1 * 0.7, y0 * 0.3 + y1 * 0.7)
        drawn += line(f"M{x0:.1f} {y0:.1f}Q{mid[0]:.1f} {mid[1]:.1f} {end[0]:.1f} {end[1]:.1f}", sleeve, width + 7)
    return drawn + circle(*limb.tip, width * 0.62, hand or skin)


def leg(limb: Bones, skin: str, width: float, trousers: str = "", shoe: str = "") -> str:
    drawn = line(limb.d, trousers or skin, width + (4 if trousers else 0))
    x, y = limb.tip
    out = 1 if x >= 0 else -1
    return drawn + ellipse(x + out * 5, y - 8, width * 0.72, width * 0.44, shoe or skin)


def wing(limb: Bones, colour: str, edge: str) -> str:
    """A feathered arm: broad at the shoulder, three feathers at the tip."""
    (x0, y0), (x2, y2) = limb.root, limb.tip
    dx, dy = x2 - x0, y2 - y0
    length = math.hypot(dx, dy) or 1
    nx, ny = -dy / length * 30, dx / length * 30
    if ny < 0:
        nx, ny = -nx, -ny
    feathers = "".join(
        ellipse(x0 + dx * t + nx * 0.55, y0 + dy * t + ny * 0.55, 24, 30, edge) for t in (0.45, 0.7, 0.95)
    )
    return feathers + line(f"M{x0:.1f} {y0:.1f}L{x2:.1f} {y2:.1f}", colour, 40)
