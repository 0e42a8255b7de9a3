"""What lives on the sea floor: corals, kelp, fish, shells."""

import math

from storyforge_site.providers.offline.illustrator.colour import darker, lighter, mix
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.shapes import circle, ellipse, smooth, star


def kelp(
    pad: Pad,
    x: float,
    base: float,
    tall: float,
    colour: str,
    width: float = 15,
    haze: str = "",
    depth: float = 0.0,
) -> None:
    rng = pad.rng
    sway = rng.uniform(14, 26) * rng.choice((-1, 1))
    points = [(x + math.sin(k * 1.3) * sway * k / 4, base - tall * k / 5) for k in range(6)]
    left = [(px - width * (1 - k / 5.6) / 2, py) for k, (px, py) in enumerate(points)]
    right = [(px + width * (1 - k / 5.6) / 2, py) for k, (px, py) in enumerate(points)]
    tone = (
        mix(pad.tone(colour), haze, depth)
        if haze
        else pad.linear((0, pad.tone(lighter(colour, 0.25))), (1, pad.tone(darker(colour, 0.2))))
    )
    pad.fill(smooth(left) + "L" + smooth(right[::-1])[1:] + "Z", tone)
    if not haze:
        for k in range(1, 5):
            px, py = points[k]
            side = 1 if k % 2 else -1
            pad.fill(f"M{px:.1f} {py:.1f}q{side * 34} -26 {side * 46} -6q{-side * 16} 18 {-side * 46} 6Z", tone)


def coral(pad: Pad, x: float, base: float, size: float, colour: str) -> None:
    """A branching coral of thick round twigs."""
    rng = pad.rng
    d = ""
    for at in range(5):
        angle = math.radians(-150 + at * 30 + rng.uniform(-8, 8))
        mid_x, mid_y = x + math.cos(angle) * size * 0.45, base - 16 + math.sin(angle) * size * 0.5
        d += (
            f"M{x:.1f} {base:.1f}Q{x + math.cos(angle) * size * 0.2:.1f} "
            f"{base - size * 0.3:.1f} {mid_x:.1f} {mid_y:.1f}"
        )
        for turn in (-0.5, 0.45):
            tip = angle + turn
            d += f"M{mid_x:.1f} {mid_y:.1f}l{math.cos(tip) * size * 0.34:.1f} {math.sin(tip) * size * 0.38:.1f}"
    if pad.inked:
        pad.line(d, "#33263d", size * 0.14 + 6)
    pad.line(d, pad.tone(darker(colour, 0.16)), size * 0.14)
    pad.line(d, pad.tone(lighter(colour, 0.14)), size * 0.075)


def fan(pad: Pad, x: float, base: float, size: float, colour: str) -> None:
    pad.open()
    pad.fill(
        f"M{x:.1f} {base:.1f}C{x - size * 0.9:.1f} {base - size * 0.3:.1f} "
        f"{x - size * 0.7:.1f} {base - size:.1f} {x:.1f} {base - size:.1f}"
        f"C{x + size * 0.7:.1f} {base - size:.1f} {x + size * 0.9:.1f} "
        f"{base - size * 0.3:.1f} {x:.1f} {base:.1f}Z",
        pad.linear((0, pad.tone(lighter(colour, 0.2))), (1, pad.tone(darker(colour, 0.15)))),
    )
    pad.bare()
    ribs = ""
    for at in range(-3, 4):
        ribs += (
            f"M{x:.1f} {base - 6:.1f}Q{x + at * size * 0.16:.1f} {base - size * 0.5:.1f} "
            f"{x + at * size * 0.17:.1f} {base - size * (0.94 - abs(at) * 0.08):.1f}"
        )
    pad.line(ribs, pad.tone(darker(colour, 0.3)), 4, 0.55)
    pad.close()
    pad.close()


def fish(pad: Pad, x: float, y: float, size: float, colour: str) -> None:
    side = pad.rng.choice((-1, 1))
    tone = pad.tone(colour)
    pad.open(width=2)
    pad.fill(
        f"M{x - side * size * 1.1:.1f} {y:.1f}l{-side * size * 0.8:.1f} {-size * 0.7:.1f}"
        f"q{side * size * 0.3:.1f} {size * 0.7:.1f} 0 {size * 1.4:.1f}Z",
        pad.tone(darker(colour, 0.15)),
    )
    pad.fill(ellipse(x, y, size * 1.3, size * 0.85), tone)
    pad.bare()
    pad.fill(ellipse(x, y + size * 0.35, size * 0.9, size * 0.36), lighter(tone, 0.4), 0.6)
    pad.fill(circle(x + side * size * 0.7, y - size * 0.16, size * 0.22), "#ffffff")
    pad.fill(circle(x + side * size * 0.76, y - size * 0.16, size * 0.12), "#2a2438")
    pad.close()
    pad.close()


def sea_star(pad: Pad, x: float, y: float, r: float) -> None:
    colour = pad.rng.choice(("#f2805a", "#ef6f8a", "#f2b04f"))
    pad.shadow(x, y + 2, r * 1.3, r * 0.5, 0.25)
    pad.add(
        f'<path d="{star(x, y, r, inner=0.46, turn=0.3)}" fill="{pad.tone(colour)}" '
        f'stroke="{pad.tone(colour)}" '
        f'stroke-width="{r * 0.4:.1f}" stroke-linejoin="round"/>'
    )
    pad.fill(
        "".join(circle(x + dx * r, y + dy * r, r * 0.1) for dx, dy in ((0, 0), (0.3, -0.2), (-0.3, -0.1), (0.1, 0.35))),
        pad.tone("#fff0e0"),
        0.8,
    )


def shell(pad: Pad, x: float, y: float, r: float) -> None:
    colour = pad.rng.choice(("#fbe0d0", "#f6c9d0", "#f0dcb8"))
    pad.shadow(x, y + r * 0.7, r * 1.3, r * 0.4, 0.25)
    pad.fill(
        f"M{x:.1f} {y + r * 0.8:.1f}L{x - r:.1f} {y - r * 0.1:.1f}Q{x - r * 0.8:.1f} "
        f"{y - r:.1f} {x:.1f} {y - r:.1f}Q{x + r * 0.8:.1f} {y - r:.1f} {x + r:.1f} "
        f"{y - r * 0.1:.1f}Z",
        pad.tone(colour),
    )
    ribs = "".join(
        f"M{x:.1f} {y + r * 0.7:.1f}L{x + k * r * 0.4:.1f} {y - r * 0.84:.1f}" for k in (-1.5, -0.5, 0.5, 1.5)
    )
    pad.line(ribs, pad.tone(darker(colour, 0.2)), max(1.5, r * 0.1), 0.7)
