"""Forest, meadow, garden and farm."""

from storyforge_site.providers.offline.illustrator import buildings, evergreens, ground, trees, undergrowth
from storyforge_site.providers.offline.illustrator.colour import darker, lighter, mix
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.places.footing import Footing, Wish
from storyforge_site.providers.offline.illustrator.shapes import box, circle, ellipse, height_at, polygon
from storyforge_site.providers.offline.illustrator.sky import paint_sky

# leaves, far leaves, grass, path
FOREST = (
    ("#3f8f5a", "#4f9a86", "#6fae4f", "#cfae7a"),
    ("#2f8a78", "#4b93a0", "#5fa36a", "#c9b088"),
    ("#c9772f", "#b9885a", "#a59a4a", "#b98e62"),
    ("#5fa04a", "#79ab7a", "#86b84f", "#d6b98a"),
    ("#4d8a3f", "#6b9a8a", "#7fa84a", "#bd9468"),
)
MEADOW = (
    ("#86c455", "#6fb38a", "#9ccf5e", "#5aa05a"),
    ("#a6c84e", "#8fb67a", "#bcd35a", "#6f9f4f"),
    ("#6fbf73", "#6fb0a0", "#86cf7c", "#4b9a6a"),
    ("#d3bf5a", "#a9b27a", "#dccb68", "#8f9a4a"),
)


def forest(pad: Pad, wish: Wish) -> Footing:
    rng = pad.rng
    leaves, far, floor, track = rng.choice(FOREST)
    conifers = rng.random() < 0.5
    paint_sky(pad, 560)
    pad.on("far")
    for at, depth in enumerate((0.72, 0.5)):
        y = 560 + at * 46
        line = ground.hill(pad, y, 16, far, depth)
        points = [(x + rng.uniform(-14, 14), height_at(line, x) + 8) for x in range(-40, 1080, 52 - at * 4)]
        if conifers:
            evergreens.triangle_firs(pad, points, 170 + at * 50, far, depth)
        else:
            trees.far_crowns(pad, points, 120 + at * 40, far, depth)
        pad.fill(box(-80, y - 10, 1184, 90), pad.linear((0, pad.light.haze, 0.0), (1, pad.light.haze, 0.55)))
    pad.on("middle")
    ground.hill(pad, 676, 12, mix(far, floor, 0.6), 0.3)
    _stand(pad, leaves, conifers, 704, (320, 470), 0.2, 9)
    pad.on("ground")
    line = ground.flat_ground(pad, 730, floor)
    if rng.random() < 0.7:
        x = rng.choice((340.0, 512, 680))
        ground.path(pad, x, height_at(line, x) + 2, x + rng.uniform(-140, 140), track)
    undergrowth.grass(pad, 760, floor, 44)
    undergrowth.flowers(pad, 780, 16)
    pad.on("behind")
    kinds = evergreens.CONIFERS if conifers else trees.LEAFY
    for x in (rng.uniform(-20, 70), rng.uniform(950, 1050)):
        rng.choice(kinds)(pad, x, rng.uniform(800, 840), rng.uniform(620, 760), leaves)
    undergrowth.bush(pad, rng.choice((120, 900)), 842, 170, leaves, dots=rng.choice(("", "#e2504f", "#f6d04d")))
    for _ in range(rng.randint(2, 4)):
        x, base = rng.choice((rng.uniform(40, 230), rng.uniform(800, 990))), rng.uniform(820, 880)
        undergrowth.mushroom(pad, x, base, rng.uniform(14, 24), rng.choice(("#e2504f", "#d98a4a", "#c96fa0")))
    _light_shafts(pad)
    _fireflies(pad)
    pad.on("front")
    trees.bare_branch(pad, rng.choice((-1, 1)), leaves)
    undergrowth.front_leaves(pad, leaves)
    return Footing(far=700)


def _stand(
    pad: Pad, leaves: str, conifers: bool, base: float, heights: tuple[float, float], depth: float, count: int
) -> None:
    """A row of trees with a gap in the middle third for the figures' heads."""
    rng = pad.rng
    kinds = evergreens.CONIFERS if conifers else trees.LEAFY
    for at in sorted(range(count), key=lambda _: rng.random()):
        x = -30 + 1084 * at / (count - 1) + rng.uniform(-30, 30)
        small = 0.62 if 330 < x < 690 else 1.0
        rng.choice(kinds)(
            pad,
            x,
            base + rng.uniform(-4, 26),
            rng.uniform(*heights) * small,
            leaves,
            depth + (0.14 if small < 1 else 0),
        )


def _light_shafts(pad: Pad) -> None:
    if pad.light.is_night or pad.light.is_overcast:
        return
    rng = pad.rng
    x = rng.choice((90.0, 700))
    for _ in range(4):
        x += rng.uniform(50, 90)
        glow = pad.linear((0, pad.light.glow, 0.34), (1, pad.light.glow, 0.0))
        pad.fill(polygon([(x, -20), (x + 46, -20), (x - 120, 800), (x - 250, 800)]), glow)


def _fireflies(pad: Pad) -> None:
    if not pad.light.is_night:
        return
    rng = pad.rng
    for _ in range(14):
        x, y = rng.uniform(60, 964), rng.uniform(480, 900)
        pad.halo(x, y, rng.uniform(14, 24), "#ffe98a", 0.7)
        pad.fill(circle(x, y, 2.6), "#fff6c4")


def meadow(pad: Pad, wish: Wish) -> Footing:
    rng = pad.rng
    near, far, grass, leaves = rng.choice(MEADOW)
    paint_sky(pad, 560)
    pad.on("far")
    if rng.random() < 0.6:
        ground.peaks(pad, 570, rng.uniform(130, 210), "#7f95b8", 0.62, count=5, snow=0.24)
    for y, sway, depth in ((548, 26, 0.6), (590, 24, 0.42)):
        line = ground.hill(pad, y, sway, far, depth)
        xs = [rng.uniform(0, 1024) for _ in range(9)]
        trees.far_crowns(pad, [(x, height_at(line, x) + 8) for x in xs], 54, leaves, depth)
    pad.on("middle")
    line = ground.hill(pad, 640, 26, mix(near, far, 0.3), 0.22)
    _meadow_landmark(pad, line, leaves)
    ground.hill(pad, 712, 18, near, 0.1)
    pad.on("ground")
    ground.flat_ground(pad, 768, grass, sway=16)
    undergrowth.grass(pad, 790, grass, 70)
    undergrowth.flowers(pad, 800, 46, kinds=4)
    pad.on("behind")
    side = rng.choice((-1, 1))
    if rng.random() < 0.75:
        x = 40 if side < 0 else 984
        rng.choice((trees.round_tree, trees.birch, trees.willow))(pad, x, 830, rng.uniform(520, 640), leaves)
    undergrowth.bush(
        pad, 920 if side < 0 else 110, 836, 190, leaves, dots=rng.choice(("#fff0f4", "#f6d04d", "#f58aa8"))
    )
    _butterflies(pad)
    _fireflies(pad)
    pad.on("front")
    _tall_grass(pad, grass)
    return Footing(far=690)


def _meadow_landmark(pad: Pad, line: list[tuple[float, float]], leaves: str) -> None:
    rng = pad.rng
    x = rng.choice((rng.uniform(130, 320), rng.uniform(700, 890)))
    choice = rng.randint(0, 3)
    if choice == 0:
        buildings.windmill(pad, x, height_at(line, x) + 14, 190, depth=0.2)
    elif choice == 1:
        buildings.cottage(pad, x, height_at(line, x) + 22, 120, depth=0.22)
    for _ in range(5):
        at = rng.uniform(0, 1024)
        if abs(at - x) > 110:
            rng.choice(trees.LEAFY)(pad, at, height_at(line, at) + 14, rng.uniform(90, 150), leaves, 0.24)


def _butterflies(pad: Pad) -> None:
    if pad.light.is_night or pad.light.is_overcast or pad.snows:
        return
    rng = pad.rng
    for _ in range(3):
        x, y, r = rng.uniform(90, 934), rng.uniform(560, 740), rng.uniform(9, 14)
        tone = rng.choice(("#f58f5a", "#f2c14e", "#8f9af0", "#f58ab8"))
        wings = ellipse(x - r * 0.7, y - r * 0.4, r * 0.7, r) + ellipse(x + r * 0.7, y - r * 0.6, r * 0.7, r)
        pad.fill(
            wings
            + ellipse(x - r * 0.5, y + r * 0.6, r * 0.5, r * 0.6)
            + ellipse(x + r * 0.5, y + r * 0.5, r * 0.5, r * 0.6),
            pad.tone(tone),
        )
        pad.line(f"M{x:.1f} {y - r * 0.8:.1f}v{r * 1.7:.1f}", pad.tone("#4a3a4a"), 2.4)


def _tall_grass(pad: Pad, colour: str) -> None:
    """Blades along the lower edge, highest in the corners."""
    rng = pad.rng
    for tone, share in (
        (darker(colour, 0.42), 1.0),
        (darker(colour, 0.26), 0.75),
        (lighter(colour, 0.05), 0.5),
    ):
        d = ""
        for blade in range(62):
            x = -20.0 + blade * 17
            edge = abs(x - 512) / 512
            tall = (26 + 120 * edge * edge) * share * rng.uniform(0.6, 1.2)
            lean = rng.uniform(-0.25, 0.25) * tall
            d += f"M{x - 7} 1060L{x + lean:.1f} {1024 - tall:.1f}L{x + 8} 1060Z"
        pad.fill(d, pad.tone(tone))
    for _ in range(0 if pad.snows else 7):
        petal, heart = rng.choice(undergrowth.FLOWERS)
        x = rng.choice((rng.uniform(10, 190), rng.uniform(834, 1014)))
        undergrowth.flower(pad, x, 1020, rng.uniform(12, 18), petal, heart)
