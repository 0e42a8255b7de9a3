"""Above the clouds, and among the planets."""

import math

from storyforge_site.providers.offline.illustrator import buildings, trees
from storyforge_site.providers.offline.illustrator.colour import darker, lighter, mix
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.places.footing import Footing, Support, Wish
from storyforge_site.providers.offline.illustrator.shapes import (
    box,
    circle,
    ellipse,
    filled,
    ridge,
    smooth,
    sparkle,
)
from storyforge_site.providers.offline.illustrator.sky import cloud, paint_sky, stars


def sky(pad: Pad, wish: Wish) -> Footing:
    rng = pad.rng
    paint_sky(pad, 900)
    light = pad.light
    white = mix(light.sky[2], "#ffffff", 0.25 if light.is_night else 0.8)
    under = mix(light.sky[1], light.sky[2], 0.4)
    pad.on("far")
    for _ in range(4):
        cloud(
            pad,
            rng.uniform(40, 984),
            rng.uniform(480, 640),
            rng.uniform(190, 300),
            mix(white, light.haze, 0.5),
            under,
            0.8,
        )
    choice = rng.randint(0, 2)
    if choice == 0:
        _hot_air_balloon(pad, rng.choice((190, 840)), 400, 74)
        _hot_air_balloon(pad, rng.choice((330, 700)), 500, 36)
    elif choice == 1:
        _floating_island(pad, rng.choice((200, 830)), 520)
    else:
        for at in range(5):
            x = 240.0 + at * 44
            y = 300.0 + abs(at - 2) * 24
            pad.line(f"M{x - 18} {y - 5}q9 -9 18 5q9 -14 18 -5", darker(light.sky[1], 0.4), 4)
    pad.on("middle")
    for at in range(7):
        cloud(
            pad,
            -20 + at * 180 + rng.uniform(-40, 40),
            rng.uniform(720, 790),
            rng.uniform(280, 380),
            white,
            mix(white, under, 0.6),
            0.9,
        )
    pad.on("ground")
    for row, y in enumerate((880.0, 960, 1040)):
        tone = mix(white, under, row * 0.14)
        puffs = "".join(circle(x, y + rng.uniform(-14, 18), rng.uniform(64, 110)) for x in range(-60, 1120, 96))
        pad.fill(
            puffs + box(-80, y, 1184, 300),
            pad.linear((0, lighter(tone, 0.4)), (0.4, tone), (1, mix(tone, under, 0.8))),
        )
    pad.on("behind")
    pad.on("front")
    for _ in range(12):
        x, y = rng.uniform(40, 984), rng.uniform(300, 850)
        pad.fill(sparkle(x, y, rng.uniform(5, 11)), "#fffbe4", 0.8)
    return Footing(feet=870, far=640, support=Support.CLOUD)


def _hot_air_balloon(pad: Pad, x: float, y: float, r: float) -> None:
    colours = pad.rng.choice((("#e2605a", "#fff1d6"), ("#4f9ac0", "#f6d26a"), ("#8a6ac0", "#f6b8c8")))
    pad.open(width=2)
    pad.fill(
        (
            f"M{x - r:.1f} {y:.1f}A{r:.1f} {r:.1f} 0 0 1 {x + r:.1f} {y:.1f}Q{x + r * 0.8:.1f} "
            f"{y + r * 0.7:.1f} {x + r * 0.25:.1f} {y + r * 1.25:.1f}H{x - r * 0.25:.1f}"
            f"Q{x - r * 0.8:.1f} {y + r * 0.7:.1f} {x - r:.1f} {y:.1f}Z"
        ),
        pad.tone(colours[0], 0.1),
    )
    for share in (0.62, 0.2):
        tone = pad.tone(colours[1] if share > 0.5 else colours[0], 0.1)
        pad.fill(
            (
                f"M{x:.1f} {y - r:.1f}Q{x - r * share * 1.5:.1f} {y - r * 0.4:.1f} "
                f"{x - r * share:.1f} {y + r * 0.2:.1f}Q{x - r * share * 0.7:.1f} {y + r * 0.9:.1f} "
                f"{x - r * 0.12:.1f} {y + r * 1.25:.1f}H{x + r * 0.12:.1f}"
                f"Q{x + r * share * 0.7:.1f} {y + r * 0.9:.1f} {x + r * share:.1f} {y + r * 0.2:.1f}"
                f"Q{x + r * share * 1.5:.1f} {y - r * 0.4:.1f} {x:.1f} {y - r:.1f}Z"
            ),
            tone,
        )
    pad.line(
        (
            f"M{x - r * 0.22:.1f} {y + r * 1.25:.1f}L{x - r * 0.16:.1f} {y + r * 1.6:.1f}"
            f"M{x + r * 0.22:.1f} {y + r * 1.25:.1f}L{x + r * 0.16:.1f} {y + r * 1.6:.1f}"
        ),
        pad.tone("#8a6a50"),
        2,
    )
    pad.fill(box(x - r * 0.2, y + r * 1.58, r * 0.4, r * 0.3, r * 0.06), pad.tone("#b5804f"))
    pad.close()


def _floating_island(pad: Pad, x: float, y: float) -> None:
    pad.fill(
        smooth(
            [
                (x - 150, y),
                (x - 90, y + 70),
                (x - 30, y + 100),
                (x, y + 150),
                (x + 50, y + 90),
                (x + 120, y + 60),
                (x + 150, y),
            ]
        )
        + "Z",
        pad.linear((0, pad.tone("#a5806a", 0.2)), (1, pad.tone("#7a5f6a", 0.3))),
    )
    pad.fill(ellipse(x, y, 154, 24), pad.tone("#93c76a", 0.12))
    trees.round_tree(pad, x - 80, y + 6, 120, "#5fa052", 0.14)
    buildings.cottage(pad, x + 30, y + 8, 130, 0.1)
    trees.poplar(pad, x + 120, y + 4, 90, "#5fa052", 0.14)


def space(pad: Pad, wish: Wish) -> Footing:
    rng = pad.rng
    deep, mid, glow, soil = rng.choice(
        (
            ("#0d0c2e", "#2a1f66", "#a05fd0", "#b8a8d8"),
            ("#081530", "#143a70", "#3fa8c8", "#a8b8cc"),
            ("#170a2c", "#4a1a5c", "#e0708f", "#d8a890"),
        )
    )
    pad.fill(box(-80, -80, 1184, 1200), pad.linear((0, deep), (0.6, mid), (1, mix(mid, glow, 0.4))))
    for _ in range(4):
        x, y, rx = rng.uniform(60, 964), rng.uniform(120, 620), rng.uniform(220, 420)
        mist = pad.radial((0, rng.choice((glow, "#5f8ff0", "#f08fb8")), 0.36), (1, glow, 0.0))
        pad.add(
            f'<ellipse cx="{x:.0f}" cy="{y:.0f}" rx="{rx:.0f}" ry="{rx * 0.55:.0f}" '
            f'fill="{mist}" transform="rotate({rng.randint(-40, 40)} {x:.0f} {y:.0f})"/>'
        )
    stars(pad, 900, 150)
    pad.on("far")
    side = rng.choice((-1, 1))
    _planet(pad, 512 + side * 290, rng.uniform(190, 260), rng.uniform(88, 120), ringed=True)
    _planet(pad, 512 - side * rng.uniform(280, 370), rng.uniform(150, 420), rng.uniform(40, 64))
    _planet(pad, 512 - side * rng.uniform(60, 150), rng.uniform(300, 380), rng.uniform(18, 28))
    for _ in range(2):
        x, y = rng.uniform(120, 800), rng.uniform(60, 300)
        pad.line(f"M{x:.0f} {y:.0f}l-90 44", "#fff6dc", 3, 0.35)
        pad.fill(sparkle(x, y, 13), "#fffbe8")
    pad.on("middle")
    line = ridge(rng, 742, 24, steps=6)
    pad.fill(filled(line), pad.linear((0, mix(soil, mid, 0.45)), (1, mix(soil, deep, 0.6))))
    pad.on("ground")
    pad.fill(
        "M-80 850Q512 740 1104 850V1110H-80Z",
        pad.linear((0, lighter(soil, 0.3)), (0.3, soil), (1, darker(soil, 0.5))),
    )
    for x, y, rx in (
        (150, 880, 74),
        (860, 900, 96),
        (420, 990, 84),
        (650, 842, 40),
        (300, 836, 34),
        (960, 990, 60),
    ):
        x += rng.uniform(-30, 30)
        pad.fill(ellipse(x, y, rx, rx * 0.26), darker(soil, 0.36))
        pad.fill(ellipse(x, y + rx * 0.06, rx * 0.92, rx * 0.2), darker(soil, 0.2))
        pad.line(f"M{x - rx:.0f} {y}a{rx} {rx * 0.26:.0f} 0 0 0 {2 * rx:.0f} 0", lighter(soil, 0.5), 3, 0.7)
    pad.on("behind")
    for x in (60.0, 980):
        _moon_plant(pad, x, 870, rng.choice(("#7ff0d0", "#f2a8e0", "#ffe08a")))
    pad.on("front")
    return Footing(feet=890, far=780)


def _planet(pad: Pad, x: float, y: float, r: float, *, ringed: bool = False) -> None:
    rng = pad.rng
    colour, band = rng.choice(
        (
            ("#f2a65a", "#d9805a"),
            ("#6fb8e0", "#4f8fc8"),
            ("#ef8fb0", "#c96f9a"),
            ("#8fd0a0", "#5fa88a"),
            ("#f2cf6a", "#d9a84f"),
        )
    )
    pad.halo(x, y, r * 1.9, colour, 0.34)
    back, front = (
        f"M{x - r * 1.75:.1f} {y:.1f}A{r * 1.75:.1f} {r * 0.46:.1f} 0 0 1 {x + r * 1.75:.1f} {y:.1f}",
        f"M{x - r * 1.75:.1f} {y:.1f}A{r * 1.75:.1f} {r * 0.46:.1f} 0 0 0 {x + r * 1.75:.1f} {y:.1f}",
    )
    pad.add(f'<g transform="rotate({rng.randint(-22, 22)} {x:.0f} {y:.0f})">')
    if ringed:
        pad.line(back, "#f6e0b8", r * 0.17, 0.85)
    pad.open()
    pad.fill(
        circle(x, y, r),
        pad.radial((0, lighter(colour, 0.45)), (0.6, colour), (1, darker(colour, 0.45)), cx=0.34, cy=0.3, r=0.85),
    )
    pad.close()
    pad.add(f"<g{pad.clip(circle(x, y, r))}>")
    for k in (-0.5, -0.05, 0.4):
        pad.fill(ellipse(x, y + k * r, r * 1.1, r * rng.uniform(0.06, 0.13)), band, 0.6)
    pad.fill(ellipse(x + r * 0.3, y + r * 0.25, r * 0.2, r * 0.12), lighter(band, 0.3), 0.6)
    pad.add("</g>")
    if ringed:
        pad.line(front, "#fff0d0", r * 0.17, 0.95)
        pad.line(front, "#d9b48a", r * 0.04, 0.8)
    pad.add("</g>")


def _moon_plant(pad: Pad, x: float, base: float, colour: str) -> None:
    """Glowing buds on bent stems."""
    rng = pad.rng
    for at in range(5):
        angle = math.radians(-140 + at * 25)
        tall = rng.uniform(90, 180)
        tip_x, tip_y = x + math.cos(angle) * tall * 0.6, base + math.sin(angle) * tall
        pad.line(f"M{x:.1f} {base}Q{x:.1f} {(base + tip_y) / 2:.1f} {tip_x:.1f} {tip_y:.1f}", "#5f7fb8", 6)
        pad.halo(tip_x, tip_y, 36, colour, 0.6)
        pad.fill(circle(tip_x, tip_y, 12), lighter(colour, 0.3))
