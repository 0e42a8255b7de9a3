"""Land: hills, peaks, paths, stones, and what grows low."""

from collections.abc import Sequence

from storyforge_site.providers.offline.illustrator.colour import darker, lighter, mix
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.shapes import (
    Point,
    blob,
    box,
    ellipse,
    filled,
    polygon,
    ridge,
    smooth,
)


def hill(pad: Pad, y: float, sway: float, colour: str, depth: float = 0.0, *, steps: int = 6) -> list[Point]:
    """One rolling hill across the picture; its skyline is handed back so that things can stand on it."""
    colour = pad.land(colour)
    line = ridge(pad.rng, y, sway, steps=steps)
    light, dark = pad.tone(lighter(colour, 0.16), depth * 0.9), pad.tone(darker(colour, 0.12), depth)
    pad.fill(filled(line), pad.linear((0, light), (0.5, mix(light, dark, 0.6)), (1, dark)))
    return line


def flat_ground(pad: Pad, y: float, colour: str, *, sway: float = 12) -> list[Point]:
    """The ground that figures stand on: lit at its far edge, darker towards the viewer."""
    colour = pad.land(colour)
    line = ridge(pad.rng, y, sway, steps=5)
    fill = pad.linear(
        (0, pad.tone(lighter(colour, 0.2), 0.1)),
        (0.35, pad.tone(colour)),
        (1, pad.tone(darker(colour, 0.26))),
    )
    pad.fill(filled(line), fill)
    rng = pad.rng
    for _ in range(7):
        x, at = rng.uniform(0, 1024), rng.uniform(y + 50, 1000)
        pad.fill(ellipse(x, at, rng.uniform(70, 190), rng.uniform(8, 20)), pad.tone(lighter(colour, 0.26)), 0.22)
    return line


def peaks(pad: Pad, y: float, height: float, colour: str, depth: float, *, count: int = 4, snow: float = 0.3) -> None:
    """A chain of mountains; `snow` is how much of each is white."""
    rng = pad.rng
    span = 1200 / count
    for at in sorted(range(count), key=lambda _: rng.random()):
        x = -60 + span * (at + 0.5) + rng.uniform(-0.2, 0.2) * span
        tall, half = height * rng.uniform(0.65, 1.1), span * rng.uniform(0.75, 1.0)
        top = y - tall
        kink = [(x - half * 0.45, top + tall * 0.47), (x + half * 0.42, top + tall * 0.4)]
        body = [(x - half, y), kink[0], (x, top), kink[1], (x + half, y)]
        light, dark = pad.tone(lighter(colour, 0.18), depth), pad.tone(darker(colour, 0.22), depth)
        pad.fill(
            polygon(body) + box(x - half, y - 1, 2 * half, 180),
            pad.linear((0, light), (1, mix(light, pad.light.haze, 0.45))),
        )
        ragged = [
            (x, top),
            kink[1],
            (x + half, y),
            (x + half * 0.3, y),
            (x + half * 0.16, top + tall * 0.66),
            (x - half * 0.04, top + tall * 0.42),
            (x + half * 0.06, top + tall * 0.2),
        ]
        pad.fill(polygon(ragged), pad.linear((0, dark), (1, mix(dark, pad.light.haze, 0.5))), 0.75)
        if snow:
            _snow_cap(pad, x, top, tall, half, snow, depth)


def _snow_cap(pad: Pad, x: float, top: float, tall: float, half: float, snow: float, depth: float) -> None:
    low = top + tall * snow
    left, right = x - half * snow * 0.92, x + half * snow * 0.95
    teeth = [
        (x, top - 2),
        (right, low),
        (x + half * snow * 0.55, low - tall * 0.05),
        (x + half * snow * 0.3, low + tall * 0.05),
        (x + half * snow * 0.02, low - tall * 0.04),
        (x - half * snow * 0.3, low + tall * 0.06),
        (x - half * snow * 0.58, low - tall * 0.03),
        (left, low + tall * 0.01),
    ]
    pad.fill(polygon(teeth), pad.tone("#f8fbff", depth * 0.7))
    pad.fill(
        polygon([teeth[0], teeth[1], teeth[2], teeth[3], (x + half * snow * 0.12, low - tall * 0.1)]),
        pad.tone("#bcd0e8", depth),
        0.8,
    )


def path(pad: Pad, x_far: float, y_far: float, x_near: float, colour: str, *, width: float = 230) -> None:
    """A winding way from the far edge of the ground to the viewer."""
    colour = mix(colour, "#f1f6ff", 0.5) if pad.snows else colour
    bend = pad.rng.choice((-1, 1)) * pad.rng.uniform(60, 130)
    middle = (y_far + 1040) / 2
    left = [
        (x_far - 12, y_far),
        (x_far - 40 + bend, middle - 60),
        (x_near - width * 0.42 - bend * 0.5, middle + 90),
        (x_near - width, 1110),
    ]
    right = [
        (x_near + width, 1110),
        (x_near + width * 0.3 - bend * 0.5, middle + 90),
        (x_far + 26 + bend, middle - 60),
        (x_far + 12, y_far),
    ]
    d = smooth(left) + "L" + smooth(right)[1:] + "Z"
    pad.fill(d, pad.linear((0, pad.tone(lighter(colour, 0.2), 0.15)), (1, pad.tone(darker(colour, 0.08)))))
    rng = pad.rng
    for _ in range(9):
        share = rng.random()
        y = y_far + (1024 - y_far) * (0.35 + 0.6 * share)
        x = x_far + (x_near - x_far) * share + rng.uniform(-1, 1) * width * 0.4 * share
        pad.fill(ellipse(x, y, 5 + 12 * share, 2 + 4 * share), pad.tone(darker(colour, 0.22)), 0.4)


def stone(pad: Pad, x: float, base: float, width: float, colour: str = "#9aa0a8", depth: float = 0.0) -> None:
    rng = pad.rng
    half, tall = width / 2, width * rng.uniform(0.42, 0.7)
    body = [
        (x - half, base),
        (x - half * 0.86, base - tall * 0.6),
        (x - half * 0.3, base - tall),
        (x + half * 0.4, base - tall * 0.9),
        (x + half * 0.92, base - tall * 0.45),
        (x + half, base),
    ]
    pad.open()
    pad.fill(
        smooth(body, tension=9) + "Z",
        pad.linear((0, pad.tone(lighter(colour, 0.28), depth)), (1, pad.tone(darker(colour, 0.26), depth)), x2=0.5),
    )
    pad.bare()
    pad.fill(
        smooth(
            [
                (x - half * 0.66, base - tall * 0.55),
                (x - half * 0.26, base - tall * 0.9),
                (x + half * 0.3, base - tall * 0.8),
                (x - half * 0.1, base - tall * 0.62),
            ],
            closed=True,
        ),
        pad.tone(lighter(colour, 0.45), depth),
        0.5,
    )
    pad.close()
    pad.close()


def fence(pad: Pad, points: Sequence[Point], colour: str = "#e9d9bd", *, tall: float = 62) -> None:
    """Pickets along a line of points, with two rails."""
    tone, shade = pad.tone(colour, 0.05), pad.tone(darker(colour, 0.2), 0.05)
    pad.open(width=2)
    for lift in (0.32, 0.68):
        rail = [(x, y - tall * lift) for x, y in points]
        pad.line(smooth(rail), shade, 8)
    start, end = points[0][0], points[-1][0]
    count = int((end - start) / 38)
    from_points = list(points)
    for at in range(count + 1):
        x = start + (end - start) * at / max(1, count)
        share = (x - start) / max(1, end - start) * (len(from_points) - 1)
        low = from_points[min(int(share), len(from_points) - 2)]
        high = from_points[min(int(share) + 1, len(from_points) - 1)]
        y = low[1] + (high[1] - low[1]) * (share - int(min(share, len(from_points) - 2)))
        pad.fill(
            (
                f"M{x - 9:.1f} {y:.1f}V{y - tall * 0.84:.1f}L{x:.1f} {y - tall:.1f}L{x + 9:.1f} "
                f"{y - tall * 0.84:.1f}V{y:.1f}Z"
            ),
            tone,
        )
    pad.close()


def pebbles(pad: Pad, y: float, colour: str, count: int = 16, *, bottom: float = 1000) -> None:
    rng = pad.rng
    for _ in range(count):
        x, at = rng.uniform(0, 1024), rng.uniform(y, bottom)
        size = 3 + 9 * (at - y) / (bottom - y)
        pad.fill(
            blob(rng, x, at, size * 1.4, size * 0.8, points=6),
            pad.tone(mix(colour, rng.choice(("#ffffff", "#5a5560")), 0.25)),
            0.8,
        )
