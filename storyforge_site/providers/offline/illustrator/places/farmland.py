"""Garden and farm."""

import math

from storyforge_site.providers.offline.illustrator import buildings, ground, trees, undergrowth
from storyforge_site.providers.offline.illustrator.colour import darker, lighter, mix
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.places.footing import Footing, Wish
from storyforge_site.providers.offline.illustrator.places.green import _butterflies, _fireflies, _tall_grass
from storyforge_site.providers.offline.illustrator.shapes import box, circle, ellipse, height_at
from storyforge_site.providers.offline.illustrator.sky import paint_sky


def garden(pad: Pad, wish: Wish) -> Footing:
    rng = pad.rng
    leaves, far, grass, track = rng.choice(
        (
            ("#5fa84f", "#7fb58a", "#94c95c", "#e0c79a"),
            ("#4f9f6a", "#78b39a", "#8cc878", "#d9b8a0"),
            ("#7aa83f", "#9ab87a", "#a8cc5a", "#d9c4a8"),
        )
    )
    paint_sky(pad, 540)
    pad.on("far")
    line = ground.hill(pad, 560, 18, far, 0.5)
    trees.far_crowns(pad, [(x, height_at(line, x) + 10) for x in range(-30, 1080, 70)], 110, far, 0.45)
    pad.on("middle")
    house_x = rng.choice((190, 830))
    buildings.cottage(pad, house_x, 690, rng.uniform(270, 320), depth=0.08)
    for x in range(40, 1024, 130):
        if abs(x - house_x) > 200:
            rng.choice((trees.round_tree, trees.poplar))(
                pad, x + rng.uniform(-30, 30), 690, rng.uniform(190, 300), leaves, 0.15, **({})
            )
    pad.fill(box(-80, 650, 1184, 60), pad.tone(grass, 0.1))
    ground.fence(pad, [(x, 712) for x in range(-60, 1100, 120)], rng.choice(("#fff8ea", "#e9d2ac", "#cfe3e6")))
    pad.on("ground")
    line = ground.flat_ground(pad, 716, grass, sway=5)
    ground.path(pad, house_x * 0.6 + 200, 722, 512 + rng.uniform(-120, 120), track, width=190)
    undergrowth.grass(pad, 760, grass, 36)
    pad.on("behind")
    _beds(pad, leaves)
    side = rng.choice((30, 1000))
    trees.round_tree(
        pad,
        side,
        820,
        rng.uniform(480, 600),
        leaves,
        dots=rng.choice(("#e2504f", "#f6c04d", "#fbd0dc", "#fff4f4")),
    )
    undergrowth.bush(pad, 1024 - side, 850, 220, leaves, dots=rng.choice(("#f58aa8", "#fff4e0", "#b49af0")))
    _butterflies(pad)
    _fireflies(pad)
    pad.on("front")
    undergrowth.front_leaves(pad, leaves, tall=120)
    return Footing(far=716)


def _beds(pad: Pad, leaves: str) -> None:
    """Rows of vegetables and flowers to either side of the way."""
    rng = pad.rng
    for left, right, y in ((-20, 330, 776), (694, 1044, 776), (-20, 250, 846), (774, 1044, 846)):
        pad.fill(ellipse((left + right) / 2, y + 6, (right - left) / 2, 20), pad.tone("#8d6244"))
        pad.fill(ellipse((left + right) / 2, y + 2, (right - left) / 2 - 8, 14), pad.tone("#a5764f"))
        kind = rng.randint(0, 2)
        petal, heart = rng.choice(undergrowth.FLOWERS)
        for x in range(left + 36, right - 10, 44):
            if kind == 0:
                for turn in (-30, 0, 30):
                    dx = math.sin(math.radians(turn)) * 20
                    pad.line(f"M{x} {y}q{dx * 0.3:.1f} -16 {dx:.1f} -32", pad.tone(lighter(leaves, 0.14)), 6)
                pad.fill(ellipse(x, y + 1, 9, 6), pad.tone("#f08a3c"))
            elif kind == 1:
                undergrowth.bush(pad, x, y + 4, 46, leaves, dots=rng.choice(("", "#e2504f")))
            else:
                undergrowth.flower(pad, x, y + 2, 15, petal, heart)


def farm(pad: Pad, wish: Wish) -> Footing:
    rng = pad.rng
    grass, wheat, leaves = rng.choice(
        (
            ("#9cc65a", "#e8c65a", "#5f9f4a"),
            ("#8fbf6a", "#dfb84f", "#4f9460"),
            ("#b6c45a", "#f0d070", "#7a9f45"),
        )
    )
    paint_sky(pad, 560)
    pad.on("far")
    ground.hill(pad, 556, 24, "#8fb68a", 0.55)
    for y, tone in ((590, wheat), (620, lighter(grass, 0.1)), (650, wheat)):
        line = ground.hill(pad, y, 14, tone, 0.32)
        rows = "".join(
            (
                f"M{x} {height_at(line, x) + 8:.0f}Q{x + (x - 512) * 0.1:.0f} {y + 40} "
                f"{x + (x - 512) * 0.34:.0f} {y + 90}"
            )
            for x in range(-40, 1100, 46)
        )
        pad.line(rows, pad.tone(darker(tone, 0.14), 0.3), 5, 0.5)
    pad.on("middle")
    barn_x = rng.choice((210, 810))
    ground.hill(pad, 690, 8, grass, 0.16)
    buildings.barn(pad, barn_x, 712, rng.uniform(290, 330), rng.choice(("#c94f45", "#b8574f", "#4f86a8")), depth=0.06)
    if rng.random() < 0.6:
        buildings.windmill(pad, 1024 - barn_x + rng.uniform(-60, 60), 694, 270, depth=0.2)
    for x in (512.0, 600, 420, 1024 - barn_x - 150):
        trees.round_tree(pad, x + rng.uniform(-40, 40), 700, rng.uniform(120, 180), leaves, 0.2)
    pad.on("ground")
    ground.flat_ground(pad, 722, grass, sway=8)
    ground.path(pad, barn_x, 726, 512 + rng.uniform(-100, 100), "#d9bb86", width=200)
    undergrowth.grass(pad, 770, grass, 50)
    undergrowth.flowers(pad, 800, 14)
    pad.on("behind")
    ground.fence(
        pad,
        [(-60, 806), (130, 800), (280, 812)] if barn_x > 512 else [(744, 812), (900, 800), (1090, 806)],
        "#c99a66",
        tall=82,
    )
    for x in (1024 - barn_x * 0.5, 1024 - barn_x * 0.5 - 130):
        _hay(pad, min(960, max(70, x)), 832 + rng.uniform(-10, 10), rng.uniform(60, 78))
    _butterflies(pad)
    _fireflies(pad)
    pad.on("front")
    _tall_grass(pad, mix(wheat, grass, 0.4))
    return Footing(far=706)


def _hay(pad: Pad, x: float, base: float, r: float) -> None:
    """A round bale."""
    straw = "#e6bd58"
    pad.shadow(x, base, r * 1.3, r * 0.24)
    pad.open()
    pad.fill(
        circle(x, base - r * 0.95, r),
        pad.linear((0, pad.tone(lighter(straw, 0.2))), (1, pad.tone(darker(straw, 0.24)))),
    )
    pad.bare()
    for k in (0.78, 0.54, 0.3):
        pad.line(circle(x, base - r * 0.95, r * k), pad.tone(darker(straw, 0.26)), 3.4, 0.6)
    pad.close()
    pad.close()
