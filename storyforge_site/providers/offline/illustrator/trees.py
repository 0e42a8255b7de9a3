"""Trees of several species, each standing on (x, base). Colours are local; depth fades them."""

import math
from collections.abc import Callable, Sequence

from storyforge_site.providers.offline.illustrator.colour import darker, lighter, mix, turned
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.shapes import (
    Point,
    box,
    circle,
    ellipse,
    leafy,
    smooth,
)

BARK = "#8a5a3c"


def round_tree(
    pad: Pad, x: float, base: float, height: float, colour: str, depth: float = 0.0, *, dots: str = ""
) -> None:
    """A broad-leaved tree; `dots` are its blossoms or fruit."""
    rng = pad.rng
    green = turned(colour, rng.uniform(-12, 12))
    wide, top = height * rng.uniform(0.3, 0.36), base - height
    bark = pad.tone(BARK, depth)
    pad.open()
    w = height * 0.05
    pad.fill(
        f"M{x - w * 1.5:.1f} {base:.1f}Q{x - w * 0.6:.1f} {base - height * 0.2:.1f} "
        f"{x - w * 0.7:.1f} {base - height * 0.5:.1f}"
        f"L{x + w * 0.7:.1f} {base - height * 0.5:.1f}Q{x + w * 0.6:.1f} "
        f"{base - height * 0.2:.1f} {x + w * 1.7:.1f} {base:.1f}"
        f"Q{x:.1f} {base - w * 0.8:.1f} {x - w * 1.5:.1f} {base:.1f}Z",
        pad.linear((0, bark), (1, darker(bark, 0.25)), x2=1, y2=0) if depth < 0.4 else bark,
    )
    centre = top + height * 0.36
    back, mid, light = (
        pad.tone(it, depth) for it in (darker(green, 0.24), green, "#f4f9ff" if pad.snows else lighter(green, 0.22))
    )
    lobes = [
        (-0.62, 0.2, 0.52),
        (0.62, 0.22, 0.5),
        (0.05, -0.42, 0.64),
        (-0.4, -0.2, 0.55),
        (0.42, -0.16, 0.55),
        (0, 0.2, 0.7),
    ]
    crown = "".join(
        leafy(rng, x + dx * wide, centre + dy * wide, size * wide, size * wide * 0.92, bumps=11)
        for dx, dy, size in lobes
    )
    pad.fill(crown, back)
    pad.bare()
    for dx, dy, size in lobes:
        pad.fill(
            leafy(
                rng,
                x + dx * wide - 0.06 * wide,
                centre + dy * wide - wide * 0.08,
                size * wide * 0.86,
                size * wide * 0.78,
            ),
            mid,
        )
    if depth < 0.5:
        for dx, dy, size in lobes[:5]:
            pad.fill(
                leafy(
                    rng,
                    x + dx * wide - wide * 0.14,
                    centre + dy * wide - wide * 0.2,
                    size * wide * 0.5,
                    size * wide * 0.4,
                ),
                light,
                0.75,
            )
        _leaf_dabs(pad, x, centre, wide, light, back)
    if dots:
        for _ in range(14):
            angle, reach = rng.uniform(0, math.tau), math.sqrt(rng.random()) * wide * 0.95
            pad.fill(
                circle(
                    x + math.cos(angle) * reach,
                    centre + math.sin(angle) * reach * 0.85,
                    max(2.5, height * 0.019),
                ),
                pad.tone(dots, depth),
            )
    pad.close()
    pad.close()


def _leaf_dabs(pad: Pad, x: float, y: float, wide: float, light: str, dark: str) -> None:
    rng = pad.rng
    for colour in (light, dark):
        d = ""
        for _ in range(12):
            angle, reach = rng.uniform(0, math.tau), math.sqrt(rng.random()) * wide * 0.95
            size = wide * rng.uniform(0.03, 0.055)
            d += ellipse(x + math.cos(angle) * reach, y + math.sin(angle) * reach * 0.9, size * 1.5, size)
        pad.fill(d, colour, 0.5)


def birch(pad: Pad, x: float, base: float, height: float, colour: str, depth: float = 0.0) -> None:
    rng = pad.rng
    w = height * 0.026
    lean = rng.uniform(-0.04, 0.04) * height
    pad.open()
    pad.fill(
        f"M{x - w:.1f} {base:.1f}Q{x - w * 0.6 + lean * 0.3:.1f} {base - height * 0.5:.1f} "
        f"{x + lean:.1f} {base - height:.1f}"
        f"Q{x + w * 0.8 + lean * 0.3:.1f} {base - height * 0.5:.1f} {x + w * 1.2:.1f} {base:.1f}Z",
        pad.tone("#f1ece2", depth),
    )
    pad.bare()
    for at in range(7):
        y = base - height * (0.08 + at * 0.1)
        pad.line(
            f"M{x - w * 0.7:.1f} {y:.1f}h{w * rng.uniform(0.5, 1.1):.1f}",
            pad.tone("#5b5560", depth),
            max(1.4, w * 0.26),
        )
    pad.close()
    for layer, tone in enumerate((darker(colour, 0.22), colour, lighter(colour, 0.25))):
        d = ""
        for _ in range(22):
            share = rng.uniform(0.42, 1.02)
            spread = height * 0.19 * max(0.25, 1.1 - abs(share - 0.68) * 1.9)
            across = x + lean * share + rng.uniform(-spread, spread)
            size = height * rng.uniform(0.03, 0.05) * (1 - layer * 0.2)
            d += leafy(rng, across, base - height * share, size * 1.3, size, bumps=7)
        pad.fill(d, pad.tone(tone, depth), (1.0, 0.92, 0.8)[layer])
    pad.close()


def poplar(pad: Pad, x: float, base: float, height: float, colour: str, depth: float = 0.0) -> None:
    green = turned(colour, pad.rng.uniform(-8, 8))
    half = height * 0.11
    pad.open()
    pad.fill(box(x - half * 0.18, base - height * 0.16, half * 0.36, height * 0.16), pad.tone(BARK, depth))
    crown = smooth(
        [
            (x, base - height),
            (x + half * 0.85, base - height * 0.55),
            (x + half, base - height * 0.25),
            (x, base - height * 0.09),
            (x - half, base - height * 0.25),
            (x - half * 0.85, base - height * 0.55),
        ],
        closed=True,
    )
    pad.fill(
        crown,
        pad.linear(
            (0, pad.tone(lighter(green, 0.2), depth)),
            (0.6, pad.tone(green, depth)),
            (1, pad.tone(darker(green, 0.3), depth)),
            x2=1,
            y2=0.4,
        ),
    )
    pad.close()


def willow(pad: Pad, x: float, base: float, height: float, colour: str, depth: float = 0.0) -> None:
    rng = pad.rng
    round_tree(pad, x, base, height * 0.98, colour, depth)
    top = base - height * 0.72
    for at in range(25):
        share = at / 24
        sx = x + (share - 0.5) * height * 0.66
        start = top - height * 0.12 * (1 - abs(share - 0.5)) + rng.uniform(0, 30)
        long = height * (0.4 + 0.2 * abs(share - 0.5)) * rng.uniform(0.7, 1.15)
        tone = pad.tone((lighter(colour, 0.2), colour, darker(colour, 0.14))[at % 3], depth)
        pad.line(
            f"M{sx:.1f} {start:.1f}q{rng.uniform(-8, 8):.1f} {long * 0.5:.1f} {(share - 0.5) * 40:.1f} {long:.1f}",
            tone,
            height * 0.012,
            0.85,
        )


def bare_branch(pad: Pad, side: int, colour: str) -> None:
    """A leafy bough hanging into the picture from an upper corner; side is -1 or 1."""
    rng = pad.rng
    edge = -70 if side < 0 else 1094
    tone = pad.tone(darker(BARK, 0.3))
    tips = []
    for at in range(3):
        y, reach = -20 + at * 62, 250 - at * 66 + rng.uniform(-24, 24)
        pad.line(
            f"M{edge:.1f} {y:.1f}q{-side * reach * 0.5:.1f} {10 + at * 8} {-side * reach:.1f} {44 + at * 18}",
            tone,
            11 - at * 2.5,
        )
        tips += [(edge - side * reach * k, y + 44 * k * k + 8) for k in (0.3, 0.45, 0.6, 0.75, 0.9, 1.02)]
    for layer, hue in enumerate((darker(colour, 0.32), darker(colour, 0.12), lighter(colour, 0.12))):
        d = "".join(
            _leaf(
                rng.uniform(0, math.tau),
                x + rng.uniform(-30, 30),
                y + rng.uniform(-26, 30),
                rng.uniform(20, 34),
            )
            for x, y in tips
        )
        pad.fill(d, pad.tone(hue), 0.95 if layer < 2 else 0.85)


def _leaf(angle: float, x: float, y: float, size: float) -> str:
    dx, dy = math.cos(angle) * size, math.sin(angle) * size
    return (
        f"M{x - dx:.1f} {y - dy:.1f}Q{x - dy * 0.7:.1f} {y + dx * 0.7:.1f} {x + dx:.1f} {y + dy:.1f}"
        f"Q{x + dy * 0.7:.1f} {y - dx * 0.7:.1f} {x - dx:.1f} {y - dy:.1f}Z"
    )


Tree = Callable[..., None]
LEAFY: tuple[Tree, ...] = (round_tree, round_tree, birch, poplar)


def far_crowns(pad: Pad, points: Sequence[Point], height: float, colour: str, depth: float) -> None:
    """A far wood of round crowns as one silhouette, lit from above."""
    rng = pad.rng
    d = "".join(
        leafy(
            rng,
            x,
            y - height * 0.4,
            height * rng.uniform(0.34, 0.5),
            height * rng.uniform(0.36, 0.5),
            bumps=9,
        )
        for x, y in points
    )
    low, high = pad.tone(darker(colour, 0.15), depth), pad.tone(lighter(colour, 0.12), depth)
    pad.fill(d, pad.linear((0, high), (1, mix(low, high, 0.2))))
