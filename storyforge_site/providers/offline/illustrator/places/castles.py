"""The castle on its mound."""

from storyforge_site.providers.offline.illustrator import (
    evergreens,
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
    circle,
    height_at,
    polygon,
    smooth,
)
from storyforge_site.providers.offline.illustrator.sky import paint_sky


def castle(pad: Pad, wish: Wish) -> Footing:
    rng = pad.rng
    leaves, grass, track = rng.choice(
        (
            ("#5a9f5a", "#93c76a", "#e3cda4"),
            ("#4f8f8a", "#84bd94", "#d8c8b0"),
            ("#b5803f", "#b9b765", "#dcc094"),
        )
    )
    paint_sky(pad, 560)
    pad.on("far")
    ground.peaks(pad, 590, rng.uniform(160, 260), "#8496bd", 0.62, count=4, snow=0.26)
    line = ground.hill(pad, 606, 22, mix(grass, "#7fb09a", 0.4), 0.4)
    evergreens.triangle_firs(pad, [(x, height_at(line, x) + 8) for x in range(-30, 1080, 58)], 90, leaves, 0.45)
    pad.on("middle")
    x = rng.choice((360.0, 664, 512))
    mound = smooth([(-80, 700), (x - 330, 690), (x - 190, 634), (x + 190, 634), (x + 330, 690), (1104, 700)])
    pad.fill(f"{mound}V1110H-80Z", pad.linear((0, pad.tone(lighter(grass, 0.1), 0.16)), (1, pad.tone(grass, 0.12))))
    towers.castle(pad, x, 652, 420 if not wish.is_cover else 360, 0.1)
    for at in (-290, -240, 250, 305):
        rng.choice(trees.LEAFY)(pad, x + at, 690, rng.uniform(100, 160), leaves, 0.14)
    water = "#6fb4d0"
    pad.fill(
        smooth([(-80, 716), (x - 200, 722), (x + 200, 722), (1104, 712)]) + "V770H-80Z",
        pad.linear((0, pad.tone(lighter(water, 0.3))), (1, pad.tone(water))),
    )
    pad.fill(
        polygon([(x - 40, 650), (x + 40, 650), (x + 74, 784), (x - 74, 784)]),
        pad.linear((0, pad.tone(track, 0.1)), (1, pad.tone(track))),
    )
    for side in (-1, 1):
        pad.line(f"M{x + side * 44} 690L{x + side * 76} 786", pad.tone("#8a6a58"), 8)
    pad.on("ground")
    ground.flat_ground(pad, 772, grass, sway=6)
    ground.path(pad, x, 776, 512 + rng.uniform(-60, 60), track, width=240)
    undergrowth.grass(pad, 800, grass, 44)
    undergrowth.flowers(pad, 806, 22)
    pad.on("behind")
    for side in (70, 954):
        _topiary(pad, side, 850, rng.choice(("#4f9a5a", "#5fa872")))
    for x, tall in ((176, 300), (848, 300)):
        _banner(pad, x, 838, tall)
    pad.on("front")
    undergrowth.front_leaves(pad, leaves, tall=110)
    return Footing(far=740)


def _topiary(pad: Pad, x: float, base: float, colour: str) -> None:
    pad.shadow(x, base, 66, 12)
    pad.open()
    pad.fill(box(x - 7, base - 230, 14, 190), pad.tone("#8a5a3c"))
    for y, r in ((214, 50), (140, 62)):
        pad.fill(
            circle(x, base - y, r),
            pad.linear((0, pad.tone(lighter(colour, 0.25))), (1, pad.tone(darker(colour, 0.25))), x2=0.4),
        )
    pad.fill(
        polygon([(x - 46, base - 62), (x + 46, base - 62), (x + 36, base), (x - 36, base)]),
        pad.tone("#d8cfe0"),
    )
    pad.fill(box(x - 52, base - 72, 104, 16, 4), pad.tone("#ece4f0"))
    pad.close()


def _banner(pad: Pad, x: float, base: float, tall: float) -> None:
    colour = pad.rng.choice(("#c9506a", "#6a6ac0", "#f0b03c"))
    pad.open()
    pad.line(f"M{x} {base}V{base - tall}", pad.tone("#c9a86a"), 8)
    pad.fill(circle(x, base - tall - 8, 11), pad.tone("#f6d26a"))
    pad.fill(
        f"M{x + 4} {base - tall + 10}q50 -16 96 4v112l-48 -26l-48 30Z",
        pad.linear((0, pad.tone(lighter(colour, 0.1))), (1, pad.tone(darker(colour, 0.2)))),
    )
    pad.fill(circle(x + 50, base - tall + 56, 17), pad.tone("#f6d26a"))
    pad.close()
