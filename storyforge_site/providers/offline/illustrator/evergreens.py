"""Firs, pines, palms and cactuses, each standing on (x, base). Colours are local; depth fades them."""

import math
from collections.abc import Sequence

from storyforge_site.providers.offline.illustrator.colour import darker, lighter, turned
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.shapes import (
    Point,
    box,
    circle,
    leafy,
    polygon,
)
from storyforge_site.providers.offline.illustrator.trees import BARK, Tree


def fir(pad: Pad, x: float, base: float, height: float, colour: str, depth: float = 0.0, *, snow: bool = False) -> None:
    rng = pad.rng
    green = turned(colour, rng.uniform(-10, 10))
    light, mid, dark = (pad.tone(it, depth) for it in (lighter(green, 0.16), green, darker(green, 0.28)))
    half = height * rng.uniform(0.24, 0.3)
    pad.open()
    pad.fill(
        box(x - half * 0.13, base - height * 0.14, half * 0.26, height * 0.15),
        pad.tone(darker(BARK, 0.25), depth),
    )
    tiers = rng.randint(4, 5)
    for at in range(tiers):
        low = base - height * 0.09 - at * height * 0.9 / (tiers + 0.35)
        wide = half * (1 - at / (tiers + 0.5))
        top = low - height * (0.36 if at < tiers - 1 else 0.3)
        skirt = (
            f"M{x:.1f} {top:.1f}Q{x + wide * 0.35:.1f} {low - height * 0.1:.1f} {x + wide:.1f} {low:.1f}"
            f"Q{x + wide * 0.5:.1f} {low + height * 0.035:.1f} {x:.1f} {low + height * 0.02:.1f}"
            f"Q{x - wide * 0.5:.1f} {low + height * 0.035:.1f} {x - wide:.1f} {low:.1f}"
            f"Q{x - wide * 0.35:.1f} {low - height * 0.1:.1f} {x:.1f} {top:.1f}Z"
        )
        pad.fill(skirt, pad.linear((0, light), (0.5, mid), (1, dark)) if depth < 0.45 else mid)
        if depth < 0.5:
            pad.bare()
            pad.fill(
                f"M{x:.1f} {top:.1f}Q{x + wide * 0.35:.1f} {low - height * 0.1:.1f} {x + wide:.1f} {low:.1f}"
                f"Q{x + wide * 0.5:.1f} {low + height * 0.035:.1f} {x + wide * 0.1:.1f} "
                f"{low + height * 0.02:.1f}Z",
                dark,
                0.35,
            )
            if snow or pad.snows:
                pad.fill(
                    f"M{x:.1f} {top - 2:.1f}Q{x + wide * 0.3:.1f} {low - height * 0.13:.1f} "
                    f"{x + wide * 0.72:.1f} "
                    f"{low - height * 0.04:.1f}q{-wide * 0.2:.1f} {height * 0.01:.1f} {-wide * 0.3:.1f} "
                    f"{-height * 0.03:.1f}"
                    f"q{-wide * 0.2:.1f} {height * 0.07:.1f} {-wide * 0.45:.1f} {height * 0.01:.1f}"
                    f"q{-wide * 0.2:.1f} {height * 0.06:.1f} {-wide * 0.62:.1f} {height * 0.02:.1f}"
                    f"Q{x - wide * 0.3:.1f} {low - height * 0.13:.1f} {x:.1f} {top - 2:.1f}Z",
                    pad.tone("#f7fbff", depth),
                )
            pad.close()
    pad.close()


def pine(pad: Pad, x: float, base: float, height: float, colour: str, depth: float = 0.0) -> None:
    """An umbrella pine with a leaning stem."""
    rng = pad.rng
    lean = rng.uniform(-0.1, 0.1) * height
    w = height * 0.035
    pad.open()
    bark = pad.tone("#9c5f45", depth)
    pad.fill(
        f"M{x - w:.1f} {base:.1f}Q{x - w + lean * 0.2:.1f} {base - height * 0.5:.1f} "
        f"{x + lean:.1f} {base - height * 0.85:.1f}"
        f"L{x + lean + w:.1f} {base - height * 0.85:.1f}Q{x + w + lean * 0.3:.1f} "
        f"{base - height * 0.4:.1f} {x + w * 1.3:.1f} {base:.1f}Z",
        bark,
    )
    for dx, dy, size in ((-0.2, 0.72, 0.16), (0.2, 0.78, 0.17), (0, 0.92, 0.24)):
        cx, cy = x + lean + dx * height, base - dy * height
        pad.fill(
            leafy(rng, cx, cy, size * height, size * height * 0.42, bumps=10),
            pad.tone(darker(colour, 0.18), depth),
        )
        pad.bare()
        pad.fill(
            leafy(rng, cx - 4, cy - size * height * 0.1, size * height * 0.8, size * height * 0.26, bumps=9),
            pad.tone(lighter(colour, 0.12), depth),
        )
        pad.close()
    pad.close()


def palm(pad: Pad, x: float, base: float, height: float, colour: str, depth: float = 0.0) -> None:
    rng = pad.rng
    lean = rng.choice((-1, 1)) * height * rng.uniform(0.12, 0.24)
    top_x, top_y, w = x + lean, base - height * 0.86, height * 0.035
    bark = pad.tone("#b98a5e", depth)
    pad.open()
    pad.fill(
        f"M{x - w * 1.4:.1f} {base:.1f}Q{x - w:.1f} {base - height * 0.5:.1f} "
        f"{top_x - w * 0.6:.1f} {top_y:.1f}"
        f"L{top_x + w * 0.6:.1f} {top_y:.1f}Q{x + w:.1f} {base - height * 0.45:.1f} "
        f"{x + w * 1.4:.1f} {base:.1f}Z",
        pad.linear((0, bark), (1, darker(bark, 0.3)), x2=1, y2=0),
    )
    green = (
        pad.tone(darker(colour, 0.22), depth),
        pad.tone(colour, depth),
        pad.tone(lighter(colour, 0.18), depth),
    )
    for at, degrees in enumerate((200, 340, 230, 310, 175, 5, 262)):
        angle = math.radians(degrees + rng.uniform(-8, 8))
        reach = height * rng.uniform(0.34, 0.42)
        tip_x, tip_y = top_x + math.cos(angle) * reach, top_y + math.sin(angle) * reach * 0.75 + reach * 0.3
        mid_x, mid_y = (
            top_x + math.cos(angle) * reach * 0.55,
            top_y + math.sin(angle) * reach * 0.75 - reach * 0.16,
        )
        pad.fill(
            f"M{top_x:.1f} {top_y:.1f}Q{mid_x:.1f} {mid_y:.1f} {tip_x:.1f} {tip_y:.1f}"
            f"Q{mid_x:.1f} {mid_y + reach * 0.34:.1f} {top_x:.1f} {top_y:.1f}Z",
            green[at % 3],
        )
    for dx in (-1, 0.2, 1.1):
        pad.fill(circle(top_x + dx * w, top_y + w * 0.9, w * 0.85), pad.tone("#8a5a3c", depth))
    pad.close()


def cactus(pad: Pad, x: float, base: float, height: float, colour: str, depth: float = 0.0) -> None:
    green = pad.tone(colour, depth)
    w = height * 0.2
    fill = pad.linear(
        (0, pad.tone(lighter(colour, 0.2), depth)), (1, pad.tone(darker(colour, 0.25), depth)), x2=1, y2=0
    )
    pad.open()
    for side, low, long in ((-1, 0.42, 0.34), (1, 0.55, 0.28)):
        arm_x = x + side * w * 1.25
        pad.line(
            f"M{x:.1f} {base - height * low:.1f}H{arm_x - side * w * 0.4:.1f}Q{arm_x:.1f} "
            f"{base - height * low:.1f} "
            f"{arm_x:.1f} {base - height * (low + 0.1):.1f}V{base - height * (low + long):.1f}",
            green,
            w * 0.55,
        )
    pad.fill(box(x - w / 2, base - height, w, height + 4, w / 2), fill)
    pad.bare()
    for dx in (-0.22, 0.02, 0.25):
        pad.line(
            f"M{x + dx * w:.1f} {base - height * 0.92:.1f}V{base - 8:.1f}",
            pad.tone(darker(colour, 0.3), depth),
            2,
            0.5,
        )
    pad.fill(
        circle(x, base - height - 2, w * 0.22) + circle(x + w * 0.18, base - height + 3, w * 0.17),
        pad.tone("#f58fb0", depth),
    )
    pad.close()
    pad.close()


def triangle_firs(pad: Pad, points: Sequence[Point], height: float, colour: str, depth: float) -> None:
    """A far wood as one silhouette: cheap, and calm to the eye."""
    d = ""
    for x, y in points:
        tall = height * pad.rng.uniform(0.7, 1.15)
        half = tall * 0.19
        for at in range(3):
            low = y - tall * 0.24 * at
            wide = half * (1 - at * 0.24)
            d += polygon([(x - wide, low + 4), (x, low - tall * 0.5), (x + wide, low + 4)])
    pad.fill(d, pad.tone(colour, depth))


CONIFERS: tuple[Tree, ...] = (fir, fir, pine)
