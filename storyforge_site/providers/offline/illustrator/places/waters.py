"""Beach, lake, sea and the world under water."""

from storyforge_site.providers.offline.illustrator import evergreens, ground, trees, undergrowth, water
from storyforge_site.providers.offline.illustrator.colour import darker, lighter, mix
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.places.footing import Footing, Support, Wish
from storyforge_site.providers.offline.illustrator.places.reef import sea_star, shell
from storyforge_site.providers.offline.illustrator.shapes import (
    box,
    ellipse,
    height_at,
    polygon,
    ridge,
    smooth,
)
from storyforge_site.providers.offline.illustrator.sky import paint_sky

SEAS = ("#3fa9c4", "#4a9ad0", "#45b5b0", "#4f8fc8")


def beach(pad: Pad, wish: Wish) -> Footing:
    rng = pad.rng
    sea, sand = rng.choice(SEAS), rng.choice(("#f2d9a2", "#f5dfb8", "#eccb98"))
    orb_x = paint_sky(pad, 540)
    pad.on("far")
    _headland(pad, 540, rng.choice((-1, 1)))
    pad.on("middle")
    water.surface(pad, 536, sea)
    if orb_x > 0:
        water.light_road(pad, orb_x, 540, 760)
    water.glitter(pad, 540, 780)
    _sail(pad, rng.choice((130, 900)), 566, rng.uniform(50, 74))
    water.waves(pad, 690, sea, crest=9)
    pad.on("ground")
    if wish.swims:
        water.waves(pad, 742, mix(sea, "#7fd8d8", 0.3), crest=14)
        water.waves(pad, 826, mix(sea, "#8fe0d8", 0.2), crest=18, count=7)
        water.glitter(pad, 780, 1010, 26)
    else:
        _shore(pad, sand, sea)
    pad.on("behind")
    if not wish.swims:
        side = rng.choice((-1, 1))
        evergreens.palm(pad, 512 + side * 420, 846, rng.uniform(520, 640), rng.choice(("#4f9f5a", "#6aa84a")))
        if rng.random() < 0.6:
            evergreens.palm(pad, 512 + side * 490, 870, rng.uniform(360, 440), "#5aa85a")
        undergrowth.bush(pad, 512 + side * 460, 878, 150, "#6aa85a")
        _parasol(pad, 512 - side * rng.uniform(330, 390), 842)
        for _ in range(5):
            x, y = rng.uniform(80, 944), rng.uniform(850, 960)
            rng.choice((shell, sea_star))(pad, x, y, rng.uniform(12, 18))
    pad.on("front")
    return Footing(far=600, water=sea, support=Support.WATER if wish.swims else Support.GROUND)


def _headland(pad: Pad, y: float, side: int) -> None:
    edge = -80 if side < 0 else 1104
    for reach, tall, depth in ((520, 90, 0.62), (330, 130, 0.48)):
        pad.fill(
            smooth(
                [
                    (edge, y - tall),
                    (edge - side * reach * 0.4, y - tall * 0.8),
                    (edge - side * reach * 0.75, y - tall * 0.3),
                    (edge - side * reach, y + 4),
                ]
            )
            + f"L{edge} {y + 4}Z",
            pad.linear((0, pad.tone("#8fb07a", depth)), (1, pad.tone("#b09a7f", depth))),
        )


def _sail(pad: Pad, x: float, y: float, size: float) -> None:
    pad.open(width=2)
    pad.fill(
        f"M{x - size * 0.5:.1f} {y - 8:.1f}h{size:.1f}q-10 18 -22 18h{-size * 0.6:.1f}q-14 0 -20 -18Z",
        pad.tone("#b5654f", 0.1),
    )
    pad.fill(
        (
            f"M{x:.1f} {y - size * 1.5:.1f}Q{x + size * 0.6:.1f} {y - size * 0.7:.1f} "
            f"{x + size * 0.44:.1f} {y - 13:.1f}H{x:.1f}Z"
        ),
        pad.tone("#fffaf0", 0.06),
    )
    pad.fill(
        (
            f"M{x - 5:.1f} {y - size * 1.3:.1f}Q{x - size * 0.4:.1f} {y - size * 0.6:.1f} "
            f"{x - size * 0.36:.1f} {y - 13:.1f}H{x - 5:.1f}Z"
        ),
        pad.tone("#f2a65a", 0.06),
    )
    pad.close()


def _shore(pad: Pad, sand: str, sea: str) -> None:
    rng = pad.rng
    line = ridge(rng, 768, 16, steps=5)
    wet = [(x, y - 20) for x, y in line]
    foam = [(x, y - 30) for x, y in line]
    pad.fill(smooth(foam) + "V1110H-80Z", pad.tone("#ffffff"), 0.85)
    pad.fill(smooth(wet) + "V1110H-80Z", pad.tone(mix(sand, sea, 0.3)))
    pad.fill(
        smooth(line) + "V1110H-80Z",
        pad.linear((0, pad.tone(lighter(sand, 0.3))), (0.4, pad.tone(sand)), (1, pad.tone(darker(sand, 0.18)))),
    )
    for _ in range(10):
        x, y = rng.uniform(0, 1024), rng.uniform(800, 1000)
        pad.line(f"M{x - 60:.0f} {y:.0f}q30 -12 60 0t60 0", pad.tone(darker(sand, 0.14)), 3.4, 0.45)
    ground.pebbles(pad, 800, sand, 22)


def _parasol(pad: Pad, x: float, base: float) -> None:
    colour = pad.rng.choice(("#e2605a", "#4f9ac0", "#f0a83c"))
    pad.shadow(x + 30, base + 4, 120, 16)
    pad.add(f'<g transform="rotate(-10 {x:.1f} {base})">')
    pad.open()
    pad.line(f"M{x:.1f} {base}V{base - 250}", pad.tone("#f6ead6"), 9)
    top = base - 262
    for at, (left, right) in enumerate(((-150, -94), (-94, -34), (-34, 34), (34, 94), (94, 150))):
        tone = pad.tone(colour if at % 2 == 0 else "#fff6e6")
        pad.fill(
            (
                f"M{x:.1f} {top - 74}Q{x + left * 0.8:.1f} {top - 56} {x + left:.1f} {top + 22}"
                f"Q{x + (left + right) / 2:.1f} {top + 4} {x + right:.1f} {top + 22}"
                f"Q{x + right * 0.8:.1f} {top - 56} {x:.1f} {top - 74}Z"
            ),
            tone,
        )
    pad.close()
    pad.add("</g>")


def lake(pad: Pad, wish: Wish) -> Footing:
    rng = pad.rng
    leaves, colour = rng.choice(
        (("#4f9460", "#5aa9c4"), ("#c4823f", "#6fa3b5"), ("#5f9f4a", "#4fa3b0"), ("#3f8580", "#5a93c8"))
    )
    orb_x = paint_sky(pad, 500)
    pad.on("far")
    start = len(pad.layers["far"])
    ground.peaks(pad, 560, rng.uniform(150, 260), "#8094bc", 0.55, count=4, snow=0.28)
    line = ground.hill(pad, 552, 14, leaves, 0.4)
    points = [(x, height_at(line, x) + 14) for x in range(-30, 1080, 46)]
    if rng.random() < 0.5:
        evergreens.triangle_firs(pad, points, 120, leaves, 0.34)
    else:
        trees.far_crowns(pad, points, 90, leaves, 0.34)
    bank = list(pad.layers["far"][start:])
    pad.on("middle")
    water.surface(pad, 584, colour)
    pad.add(
        f'<g{pad.clip(box(-80, 284, 1184, 300))} transform="translate(0 1168) scale(1 -1)" opacity="0.3">',
        *bank,
        "</g>",
    )
    water.surface_sheen(pad, 584)
    if orb_x > 0:
        water.light_road(pad, orb_x, 590, 780)
    water.glitter(pad, 590, 820, 36)
    pad.on("ground")
    shore = "#8fbf62" if leaves != "#c4823f" else "#c0b45a"
    if wish.swims:
        water.waves(pad, 850, mix(colour, "#8fd8d8", 0.2), crest=10, count=7)
        water.glitter(pad, 700, 1000, 26)
        _corner_banks(pad, shore)
    else:
        ground.flat_ground(pad, 800, shore, sway=14)
        ground.pebbles(pad, 806, "#b8b0a0", 14, bottom=840)
        undergrowth.grass(pad, 826, shore, 40)
        undergrowth.flowers(pad, 840, 18)
    pad.on("behind")
    side = rng.choice((-1, 1))
    rng.choice((trees.willow, trees.birch, evergreens.pine))(pad, 512 + side * 470, 842, rng.uniform(560, 680), leaves)
    _reeds(pad, 512 - side * 430, 850)
    _lilies(pad)
    pad.on("front")
    undergrowth.front_leaves(pad, leaves, tall=120)
    return Footing(far=640, water=colour, support=Support.WATER if wish.swims else Support.GROUND)


def _corner_banks(pad: Pad, shore: str) -> None:
    for x, rx in ((-30, 190), (1054, 190)):
        pad.fill(
            ellipse(x, 900, rx, 60),
            pad.linear((0, pad.tone(lighter(shore, 0.1))), (1, pad.tone(darker(shore, 0.2)))),
        )


def _reeds(pad: Pad, x: float, base: float) -> None:
    rng = pad.rng
    for at in range(12):
        dx, tall = rng.uniform(-70, 70), rng.uniform(110, 220)
        lean = rng.uniform(-20, 20)
        pad.line(
            f"M{x + dx:.1f} {base}q0 {-tall * 0.6:.1f} {lean:.1f} {-tall:.1f}",
            pad.tone(("#5f9450", "#7fae5a", "#4a7f4f")[at % 3]),
            5,
        )
        if at % 3 == 0:
            pad.fill(box(x + dx + lean - 7, base - tall - 34, 14, 44, 7), pad.tone("#8a5a3a"))


def _lilies(pad: Pad) -> None:
    rng = pad.rng
    for _ in range(7):
        x, y = rng.uniform(90, 934), rng.uniform(690, 775)
        r = 14 + (y - 690) * 0.3
        pad.fill(
            (
                f"M{x:.1f} {y:.1f}L{x + r:.1f} {y - r * 0.14:.1f}A{r:.1f} {r * 0.34:.1f} 0 1 1 "
                f"{x + r * 0.7:.1f} {y - r * 0.26:.1f}Z"
            ),
            pad.tone("#6fae5f"),
        )
        if rng.random() < 0.5:
            for turn in (-0.5, 0, 0.5):
                pad.fill(ellipse(x + turn * r * 0.7, y - r * 0.34, r * 0.22, r * 0.34), pad.tone("#fbd3df"))


def sea(pad: Pad, wish: Wish) -> Footing:
    rng = pad.rng
    colour = rng.choice(SEAS)
    orb_x = paint_sky(pad, 540)
    pad.on("far")
    choice = rng.randint(0, 2)
    x = rng.choice((220.0, 800))
    if choice == 0:
        _lighthouse(pad, x, 552)
    elif choice == 1:
        _island(pad, x, 552)
    else:
        _sail(pad, x, 556, 60)
        _sail(pad, 1000 - x, 548, 34)
    pad.on("middle")
    water.surface(pad, 540, colour)
    if orb_x > 0:
        water.light_road(pad, orb_x, 544, 720)
    water.glitter(pad, 544, 720, 40)
    for y, crest in ((640, 10), (712, 16)):
        water.waves(pad, y, mix(colour, pad.light.haze, 0.12), crest=crest, count=11)
    pad.on("ground")
    water.waves(pad, 790, colour, crest=22, count=8)
    water.waves(pad, 872, darker(colour, 0.08), crest=26, count=6)
    water.glitter(pad, 800, 1010, 24)
    pad.on("behind")
    for _ in range(3):
        _gull(pad, rng.uniform(100, 924), rng.uniform(230, 420), rng.uniform(18, 30))
    pad.on("front")
    return Footing(feet=870, far=580, water=colour, support=Support.WATER)


def _gull(pad: Pad, x: float, y: float, size: float) -> None:
    tone = pad.tone("#ffffff") if not pad.light.is_night else "#c9d0e8"
    pad.line(
        (
            f"M{x - size:.1f} {y - size * 0.3:.1f}q{size * 0.5:.1f} {-size * 0.4:.1f} "
            f"{size:.1f} {size * 0.3:.1f}q{size * 0.5:.1f} {-size * 0.7:.1f} {size:.1f} "
            f"{-size * 0.3:.1f}"
        ),
        tone,
        5,
    )


def _lighthouse(pad: Pad, x: float, base: float) -> None:
    pad.fill(ellipse(x, base + 6, 120, 34), pad.tone("#8a8f98", 0.25))
    if pad.light.lamps:
        pad.halo(x, base - 188, 150, "#ffe9a0", 0.7)
        for side in (-1, 1):
            beam = (
                pad.linear((0, "#fff0b4", 0.0), (1, "#fff0b4", 0.55), x2=1, y2=0)
                if side < 0
                else pad.linear((0, "#fff0b4", 0.55), (1, "#fff0b4", 0.0), x2=1, y2=0)
            )
            pad.fill(polygon([(x, base - 190), (x + side * 420, base - 260), (x + side * 420, base - 130)]), beam)
    pad.open(width=2)
    pad.fill(
        polygon([(x - 34, base), (x - 20, base - 170), (x + 20, base - 170), (x + 34, base)]),
        pad.tone("#fffaf2", 0.16),
    )
    for low, high in ((0.18, 0.4), (0.62, 0.84)):
        pad.fill(
            polygon(
                [
                    (x - 34 + 14 * low, base - 170 * low),
                    (x - 34 + 14 * high, base - 170 * high),
                    (x + 34 - 14 * high, base - 170 * high),
                    (x + 34 - 14 * low, base - 170 * low),
                ]
            ),
            pad.tone("#e2605a", 0.16),
        )
    pad.fill(box(x - 14, base - 202, 28, 34), "#ffe9a0" if pad.light.lamps else pad.tone("#cfe6ee", 0.16))
    pad.fill(polygon([(x - 24, base - 200), (x, base - 230), (x + 24, base - 200)]), pad.tone("#c9504f", 0.16))
    pad.close()


def _island(pad: Pad, x: float, base: float) -> None:
    pad.fill(ellipse(x, base + 4, 150, 34), pad.tone("#ecd6a0", 0.3))
    pad.fill(ellipse(x, base - 8, 110, 30), pad.tone("#7fb56a", 0.3))
    evergreens.palm(pad, x - 20, base - 16, 150, "#5aa05a", 0.28)
    evergreens.palm(pad, x + 34, base - 14, 110, "#5aa05a", 0.3)
