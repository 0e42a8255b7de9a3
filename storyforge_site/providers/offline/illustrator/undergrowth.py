"""What grows low: grass, flowers, bushes, mushrooms, ferns."""

import math

from storyforge_site.providers.offline.illustrator.colour import darker, lighter, turned
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.shapes import (
    box,
    circle,
    leafy,
)

FLOWERS = (
    ("#fff7f0", "#f7c948"),
    ("#f58aa8", "#fff0c2"),
    ("#f6d04d", "#d98e32"),
    ("#b49af0", "#fdf2c0"),
    ("#ff8f70", "#fff0c2"),
    ("#7fb8f2", "#fdf6c8"),
)


def grass(pad: Pad, y: float, colour: str, count: int = 40, *, bottom: float = 1000, size: float = 1.0) -> None:
    """Tufts scattered over the ground, larger towards the viewer."""
    count = count // 3 if pad.snows else count
    rng = pad.rng
    tones = [
        pad.tone(lighter(colour, 0.26)),
        pad.tone(darker(colour, 0.24)),
        pad.tone(turned(colour, -14, 1.1)),
    ]
    strokes: dict[str, list[str]] = {tone: [] for tone in tones}
    for _ in range(count):
        x, at = rng.uniform(-10, 1034), rng.uniform(y, bottom)
        tall = (9 + 26 * (at - y) / max(1, bottom - y)) * size
        d = "".join(
            (
                f"M{x + k * tall * 0.16:.1f} {at:.1f}q{k * tall * 0.1:.1f} {-tall * 0.5:.1f} "
                f"{k * tall * 0.42:.1f} {-tall * (1 - abs(k) * 0.16):.1f}"
            )
            for k in (-1, 0, 1)
        )
        strokes[rng.choice(tones)].append(d)
    for tone, parts in strokes.items():
        pad.line("".join(parts), tone, 3.2 * size, 0.85)


def flowers(pad: Pad, y: float, count: int = 26, *, bottom: float = 1000, size: float = 1.0, kinds: int = 3) -> None:
    if pad.snows:
        return
    rng = pad.rng
    chosen = rng.sample(FLOWERS, kinds)
    spots = sorted(((rng.uniform(0, 1024), rng.uniform(y, bottom)) for _ in range(count)), key=lambda it: it[1])
    for x, at in spots:
        petal, heart = rng.choice(chosen)
        flower(pad, x, at, (4 + 9 * (at - y) / max(1, bottom - y)) * size, petal, heart)


def flower(pad: Pad, x: float, base: float, r: float, petal: str, heart: str) -> None:
    """A small flower on a stem, its foot at `base`."""
    rng = pad.rng
    top = base - r * rng.uniform(2.2, 3.6)
    lean = rng.uniform(-0.6, 0.6) * r
    pad.line(
        f"M{x:.1f} {base:.1f}Q{x:.1f} {(base + top) / 2:.1f} {x + lean:.1f} {top:.1f}",
        pad.tone("#4f8f4a"),
        max(1.8, r * 0.24),
    )
    pad.line(
        f"M{x:.1f} {base - r * 0.5:.1f}q{r * 0.9:.1f} {-r * 0.3:.1f} {r:.1f} {-r * 0.9:.1f}",
        pad.tone("#5ea658"),
        max(1.8, r * 0.34),
    )
    petals = "".join(
        circle(
            x + lean + math.cos(k * math.tau / 5 + 0.3) * r * 0.62,
            top + math.sin(k * math.tau / 5 + 0.3) * r * 0.62,
            r * 0.52,
        )
        for k in range(5)
    )
    pad.fill(petals, pad.tone(petal))
    pad.fill(circle(x + lean, top, r * 0.42), pad.tone(heart))


def bush(pad: Pad, x: float, base: float, width: float, colour: str, depth: float = 0.0, *, dots: str = "") -> None:
    rng = pad.rng
    green = turned(colour, rng.uniform(-10, 10))
    light = "#f6faff" if pad.snows else lighter(green, 0.22)
    half = width / 2
    lobes = [(-0.55, 0.3, 0.46), (0.55, 0.3, 0.46), (0, 0.5, 0.62)]
    pad.open()
    d = "".join(
        leafy(rng, x + dx * half, base - dy * half, size * half, size * half * 0.9, bumps=10) for dx, dy, size in lobes
    )
    pad.fill(
        d + box(x - half * 0.9, base - half * 0.3, half * 1.8, half * 0.32, half * 0.16),
        pad.tone(darker(green, 0.24), depth),
    )
    pad.bare()
    for dx, dy, size in lobes:
        pad.fill(
            leafy(rng, x + dx * half - 3, base - dy * half - half * 0.1, size * half * 0.82, size * half * 0.68),
            pad.tone(green, depth),
        )
        pad.fill(
            leafy(
                rng,
                x + dx * half - half * 0.1,
                base - dy * half - half * 0.2,
                size * half * 0.46,
                size * half * 0.34,
            ),
            pad.tone(light, depth),
            0.7,
        )
    for _ in range(9 if dots else 0):
        pad.fill(
            circle(x + rng.uniform(-0.75, 0.75) * half, base - rng.uniform(0.15, 0.9) * half, max(3, half * 0.07)),
            pad.tone(dots, depth),
        )
    pad.close()
    pad.close()


def mushroom(pad: Pad, x: float, base: float, r: float, colour: str = "#e2504f") -> None:
    pad.open()
    pad.fill(
        (
            f"M{x - r * 0.3:.1f} {base - r:.1f}Q{x - r * 0.24:.1f} {base - r * 0.4:.1f} "
            f"{x - r * 0.42:.1f} {base:.1f}H{x + r * 0.42:.1f}Q{x + r * 0.24:.1f} "
            f"{base - r * 0.4:.1f} {x + r * 0.3:.1f} {base - r:.1f}Z"
        ),
        pad.tone("#f6ead6"),
    )
    pad.fill(
        (
            f"M{x - r:.1f} {base - r * 0.8:.1f}Q{x - r * 0.9:.1f} {base - r * 1.9:.1f} {x:.1f} "
            f"{base - r * 1.9:.1f}Q{x + r * 0.9:.1f} {base - r * 1.9:.1f} {x + r:.1f} "
            f"{base - r * 0.8:.1f}Q{x:.1f} {base - r * 0.62:.1f} {x - r:.1f} "
            f"{base - r * 0.8:.1f}Z"
        ),
        pad.linear((0, pad.tone(lighter(colour, 0.2))), (1, pad.tone(darker(colour, 0.15)))),
    )
    pad.bare()
    for dx, dy, size in ((-0.45, 1.2, 0.15), (0.1, 1.5, 0.19), (0.5, 1.1, 0.13)):
        pad.fill(circle(x + dx * r, base - dy * r, size * r), pad.tone("#fff6ea"))
    pad.close()
    pad.close()


def fern(pad: Pad, x: float, base: float, size: float, colour: str) -> None:
    """A spray of long leaves."""
    rng = pad.rng
    for at in range(7):
        angle = math.radians(-160 + at * 23 + rng.uniform(-6, 6))
        tip_x, tip_y = x + math.cos(angle) * size, base + math.sin(angle) * size * rng.uniform(0.8, 1.1)
        bow = size * 0.24 * (1 if math.cos(angle) > 0 else -1)
        tone = pad.tone((darker(colour, 0.25), colour, lighter(colour, 0.14))[at % 3])
        pad.fill(
            (
                f"M{x:.1f} {base:.1f}Q{(x + tip_x) / 2 - bow * 0.3:.1f} "
                f"{(base + tip_y) / 2 - size * 0.26:.1f} {tip_x:.1f} {tip_y:.1f}"
                f"Q{(x + tip_x) / 2 + bow * 0.4:.1f} {(base + tip_y) / 2 + size * 0.02:.1f} {x:.1f} "
                f"{base:.1f}Z"
            ),
            tone,
        )


def front_leaves(pad: Pad, colour: str, *, tall: float = 150) -> None:
    """Dark growth in the two lower corners that frames the picture and hides nobody."""
    rng = pad.rng
    for side, corner in ((1, -20), (-1, 1044)):
        for at in range(5):
            x = corner + side * at * rng.uniform(20, 32)
            fern(pad, x, 1050 + at * 6, tall * (1 - at * 0.13) * rng.uniform(0.8, 1.1), darker(colour, 0.3))
        for _ in range(0 if pad.snows else 3):
            petal, heart = rng.choice(FLOWERS)
            flower(pad, corner + side * rng.uniform(20, 120), 1030, rng.uniform(11, 16), petal, heart)
