"""Village, city, playground and castle."""

from storyforge_site.providers.offline.illustrator import (
    buildings,
    ground,
    towers,
    trees,
    undergrowth,
)
from storyforge_site.providers.offline.illustrator.colour import darker, lighter, mix
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.places.footing import Footing, Wish
from storyforge_site.providers.offline.illustrator.shapes import (
    box,
    ellipse,
    height_at,
    polygon,
)
from storyforge_site.providers.offline.illustrator.sky import paint_sky


def village(pad: Pad, wish: Wish) -> Footing:
    rng = pad.rng
    leaves, grass, track = rng.choice(
        (
            ("#62a552", "#9acb66", "#dcc398"),
            ("#4f9a78", "#8cc48a", "#d2bda0"),
            ("#c98a3f", "#bdb45f", "#d3b48a"),
        )
    )
    paint_sky(pad, 560)
    pad.on("far")
    if rng.random() < 0.6:
        ground.peaks(pad, 570, rng.uniform(110, 190), "#8098bb", 0.6, count=5, snow=0.25)
    line = ground.hill(pad, 560, 26, mix(grass, "#7fb09a", 0.5), 0.48)
    for _ in range(6):
        x = rng.uniform(30, 994)
        buildings.cottage(pad, x, height_at(line, x) + 16, rng.uniform(54, 76), 0.42)
    trees.far_crowns(pad, [(x, height_at(line, x) + 22) for x in range(-30, 1080, 120)], 50, leaves, 0.45)
    pad.on("middle")
    ground.hill(pad, 640, 14, grass, 0.22)
    for x in (370.0, 512, 655):
        buildings.cottage(pad, x + rng.uniform(-26, 26), 672, rng.uniform(120, 160), 0.2)
    for x in (300.0, 445, 590, 735):
        rng.choice(trees.LEAFY)(pad, x + rng.uniform(-14, 14), 684, rng.uniform(110, 170), leaves, 0.2)
    pad.on("ground")
    ground.flat_ground(pad, 690, grass, sway=8)
    ground.path(pad, 512 + rng.uniform(-60, 60), 696, 512 + rng.uniform(-90, 90), track, width=250)
    undergrowth.grass(pad, 750, grass, 40)
    undergrowth.flowers(pad, 770, 20)
    pad.on("behind")
    for x in (120 + rng.uniform(-30, 20), 904 + rng.uniform(-20, 30)):
        trees.round_tree(pad, x + (110 if x < 512 else -110) * 1.15, 766, rng.uniform(220, 290), leaves, 0.06)
        buildings.cottage(pad, x, 800, rng.uniform(310, 370))
    post = rng.choice((250, 774))
    towers.lamp_post(pad, post, 842, 250)
    _bunting(pad, 40, 984, 380 if wish.is_cover else rng.uniform(330, 400))
    undergrowth.bush(
        pad,
        1024 - post + rng.choice((-40, 60)),
        836,
        130,
        leaves,
        dots=rng.choice(("#f58aa8", "#fff4e0", "#f6c04d")),
    )
    pad.on("front")
    undergrowth.front_leaves(pad, leaves, tall=110)
    return Footing(far=690)


def _bunting(pad: Pad, left: float, right: float, y: float) -> None:
    """A string of little flags."""
    if pad.rng.random() < 0.5:
        return
    sag = 60
    pad.line(f"M{left} {y:.1f}Q{(left + right) / 2} {y + sag * 2:.1f} {right} {y:.1f}", pad.tone("#fff4e2"), 3)
    for at in range(1, 18):
        share = at / 18
        x = left + (right - left) * share
        top = y + sag * 4 * share * (1 - share)
        colour = ("#f2607a", "#f6c04d", "#6fc2d8", "#8fcf7a", "#b48af0")[at % 5]
        pad.fill(polygon([(x - 14, top), (x + 14, top), (x, top + 30)]), pad.tone(colour))


def city(pad: Pad, wish: Wish) -> Footing:
    rng = pad.rng
    walls = rng.choice(
        (
            ("#e8b48c", "#d98a7a", "#8fb0c4", "#f0d0a0", "#a89ac4"),
            ("#9cc0c8", "#f0c48a", "#c98f9a", "#b0c49a", "#e8dcc0"),
            ("#c4889a", "#e8c0a8", "#8a9ac0", "#d8b0c4", "#f0e0c0"),
        )
    )
    paint_sky(pad, 600)
    pad.on("far")
    for base, low, high, depth in ((640, 150, 400, 0.68), (660, 110, 300, 0.46)):
        x = -40.0
        while x < 1080:
            width = rng.uniform(64, 120)
            towers.tower_block(pad, x, base + 40, width, rng.uniform(low, high) + 40, rng.choice(walls), depth)
            x += width + rng.uniform(0, 24)
    pad.on("middle")
    x = -60.0
    while x < 1080:
        width = rng.uniform(130, 190)
        near_middle = 300 < x + width / 2 < 724
        height = rng.uniform(130, 190) if near_middle else rng.uniform(270, 430)
        _shop(pad, x, 730, width, height, rng.choice(walls), 0.1)
        x += width + 3
    pad.on("ground")
    pad.fill(
        box(-80, 722, 1184, 400),
        pad.linear((0, pad.tone("#d3cfd0")), (0.4, pad.tone("#c0bcc4")), (1, pad.tone("#a39fae"))),
    )
    pad.fill(box(-80, 722, 1184, 14), pad.tone("#eeeae6"))
    flags = "".join(
        f"M{512 + (k - 512) * 0.8:.0f} 736L{512 + (k - 512) * 2.2:.0f} 1110" for k in range(-600, 1700, 120)
    )
    flags += "".join(f"M-80 {y}H1104" for y in (762, 800, 852, 922, 1010))
    pad.line(flags, pad.tone("#9a96a6"), 2.4, 0.45)
    pad.on("behind")
    for x in (rng.uniform(70, 150), rng.uniform(870, 950)):
        if rng.random() < 0.5:
            towers.lamp_post(pad, x, 830, 320)
        else:
            pad.fill(ellipse(x, 832, 60, 14), pad.tone("#8a6a50"))
            trees.round_tree(pad, x, 832, rng.uniform(330, 400), rng.choice(("#5fa052", "#7aaa4f", "#d98f4a")))
    _bench(pad, rng.choice((230, 790)), 836)
    for x in (40.0, 990):
        _planter(pad, x, 900)
    return Footing(far=722)


def _shop(pad: Pad, x: float, base: float, width: float, height: float, colour: str, depth: float) -> None:
    """A town house with an awning over a shop window."""
    rng = pad.rng
    towers.tower_block(pad, x, base, width, height, colour, depth)
    awning = rng.choice(("#e2605a", "#4f9ab0", "#f0a83c", "#6fa85f"))
    low = base - 84
    pad.open()
    pad.fill(box(x + 4, low, width - 8, 84), pad.tone(darker(colour, 0.3), depth))
    shop = pad.linear((0, "#ffe9a8"), (1, "#ffc46a")) if pad.light.lamps else pad.tone("#c4e2ea", depth)
    pad.fill(box(x + 12, low + 22, width * 0.56, 54, 4), shop)
    pad.fill(box(x + width * 0.7, low + 22, width * 0.22, 62, 3), pad.tone(darker(awning, 0.3), depth))
    stripes = 6
    for at in range(stripes):
        left = x + 2 + (width - 4) * at / stripes
        step = (width - 4) / stripes
        tone = pad.tone(awning if at % 2 else "#fff6ea", depth)
        pad.fill(f"M{left:.1f} {low - 8:.1f}h{step:.1f}v26a{step / 2:.1f} 12 0 0 1 {-step:.1f} 0Z", tone)
    pad.close()


def _bench(pad: Pad, x: float, base: float) -> None:
    wood, iron = pad.tone("#b5804f"), pad.tone("#4f5064")
    pad.shadow(x, base, 110, 14)
    pad.open()
    for dx in (-70, 70):
        pad.line(f"M{x + dx} {base}V{base - 74}", iron, 8)
    for lift in (36, 58, 76):
        pad.fill(box(x - 92, base - lift - 6, 184, 14, 5), wood)
    pad.close()


def _planter(pad: Pad, x: float, base: float) -> None:
    pad.shadow(x, base, 80, 14)
    undergrowth.bush(pad, x, base - 44, 128, "#5fa052", dots=pad.rng.choice(("#f2607a", "#f6c04d", "#fff4f4")))
    pad.open()
    pad.fill(
        polygon([(x - 62, base - 58), (x + 62, base - 58), (x + 50, base), (x - 50, base)]),
        pad.tone("#b8745a"),
    )
    pad.fill(box(x - 68, base - 66, 136, 18, 4), pad.tone("#cf8a6a"))
    pad.close()


def playground(pad: Pad, wish: Wish) -> Footing:
    rng = pad.rng
    leaves, grass, sand = rng.choice(
        (
            ("#5fa84f", "#98cc62", "#ecd6a4"),
            ("#4f9f7a", "#88c88a", "#f0dcb4"),
            ("#d3963f", "#b6c45f", "#ead0a0"),
        )
    )
    paint_sky(pad, 560)
    pad.on("far")
    x = -30.0
    while x < 1080:
        width = rng.uniform(70, 120)
        towers.tower_block(
            pad, x, 640, width, rng.uniform(90, 240), rng.choice(("#d9b48c", "#9cb8c4", "#c99aa0")), 0.62
        )
        x += width + rng.uniform(4, 40)
    line = ground.hill(pad, 612, 8, leaves, 0.4)
    trees.far_crowns(pad, [(k, height_at(line, k) + 14) for k in range(-40, 1080, 64)], 120, leaves, 0.34)
    pad.on("middle")
    ground.hill(pad, 680, 6, grass, 0.16)
    for x in (60.0, 964, 400, 640):
        rng.choice(trees.LEAFY)(pad, x + rng.uniform(-40, 40), 712, rng.uniform(200, 330), leaves, 0.12)
    pad.on("ground")
    ground.flat_ground(pad, 706, grass, sway=6)
    pad.fill(ellipse(512, 880, 470, 108), pad.tone(darker(sand, 0.14)))
    pad.fill(ellipse(512, 876, 456, 100), pad.linear((0, pad.tone(lighter(sand, 0.3))), (1, pad.tone(sand))))
    undergrowth.grass(pad, 740, grass, 34)
    pad.on("behind")
    side = rng.choice((-1, 1))
    _slide(pad, 512 - side * 330, 822, side)
    _swing(pad, 512 + side * 330, 810)
    _bunting(pad, 30, 994, 300)
    undergrowth.flowers(pad, 800, 12, kinds=2)
    pad.on("front")
    undergrowth.front_leaves(pad, leaves, tall=96)
    return Footing(far=706)


def _slide(pad: Pad, x: float, base: float, side: int) -> None:
    """A ladder, a little roofed deck and a chute running down towards `side`."""
    post, chute = pad.tone("#4f8fc0"), pad.rng.choice(("#f2b53c", "#e2605a", "#6fbf73"))
    deck = base - 210
    pad.shadow(x, base, 150, 18)
    pad.open()
    for dx in (-52, 52):
        pad.line(f"M{x + dx} {base}V{deck - 130}", post, 13)
    for at in range(6):
        y = base - 30 - at * 32
        pad.line(f"M{x - 50} {y}H{x + 50}", pad.tone("#f6e3c0"), 9)
    pad.fill(box(x - 70, deck - 8, 140, 18, 6), pad.tone("#b5804f"))
    pad.fill(polygon([(x - 84, deck - 124), (x, deck - 196), (x + 84, deck - 124)]), pad.tone("#e2605a"))
    a, b, c = x + side * 54, x + side * 120, x + side * 218
    d = f"M{a} {deck + 2}C{b} {deck + 20} {b} {base - 60} {c} {base - 16}"
    pad.line(d, pad.tone(darker(chute, 0.25)), 46)
    pad.line(d, pad.tone(chute), 34)
    pad.line(d, pad.tone(lighter(chute, 0.4)), 8, 0.6)
    pad.close()


def _swing(pad: Pad, x: float, base: float) -> None:
    frame, seat = pad.tone("#e2605a"), pad.tone("#f6c04d")
    top = base - 300
    pad.shadow(x, base, 170, 18)
    for dx in (-130, 130):
        pad.line(
            f"M{x + dx * 0.86} {top}L{x + dx * 1.2} {base}M{x + dx * 0.86} {top}L{x + dx * 0.7} {base - 22}",
            frame,
            13,
        )
    pad.line(f"M{x - 120} {top}H{x + 120}", frame, 15)
    for dx, sway in ((-52, 8), (52, -18)):
        pad.line(
            (
                f"M{x + dx - 20} {top}L{x + dx - 20 + sway} {base - 80}M{x + dx + 20} {top}"
                f"L{x + dx + 20 + sway} {base - 80}"
            ),
            pad.tone("#8a8aa0"),
            4,
        )
        pad.fill(box(x + dx + sway - 30, base - 84, 60, 13, 6), seat)
