"""The kitchen."""

from storyforge_site.providers.offline.illustrator import room, windows
from storyforge_site.providers.offline.illustrator.colour import darker, lighter
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.places.footing import Footing, Wish
from storyforge_site.providers.offline.illustrator.places.rooms import INSIDE
from storyforge_site.providers.offline.illustrator.shapes import box, circle


def kitchen(pad: Pad, wish: Wish) -> Footing:
    rng = pad.rng
    paper, units, tiles = rng.choice(
        (
            ("#f2d9a6", "#6fa8a8", "#d9c0a0"),
            ("#c8dcc0", "#d98a6a", "#d8cfc0"),
            ("#f4c9b4", "#7f9fc0", "#cfc4b8"),
            ("#b8d4e0", "#e0a85a", "#d4c8bc"),
        )
    )
    room.wall(pad, paper, rng.choice(("plain", "diamonds", "stripes")))
    pad.on("middle")
    _backsplash(pad, paper)
    side = rng.choice((-1, 1))
    windows.window(pad, 512 - 125, 196, 250, 230, curtain=lighter(units, 0.3))
    shelf_x = 512 + side * 330 - 150
    for y in (262, 380):
        room.shelf(pad, shelf_x, y, 300, "#b98a5e")
        _crockery(pad, shelf_x + 26, y, 260)
    _pans(pad, 512 - side * 330, 250)
    pad.on("ground")
    room.floor(pad, tiles, "tiles")
    pad.on("behind")
    _units(pad, units, side)
    room.hanging_lamp(pad, 512 - side * 330, 150, 50, darker(units, 0.1))
    room.rug(pad, 512, 912, 300, 58, (lighter(units, 0.2), "#fff4e0", units))
    pad.on("front")
    return INSIDE


def _backsplash(pad: Pad, paper: str) -> None:
    for row in range(4):
        for column in range(20):
            x, y = -70 + column * 60 + (30 if row % 2 else 0), 468 + row * 30
            pad.fill(box(x, y, 57, 27, 4), pad.tone(lighter(paper, 0.5 + 0.1 * ((column + row) % 3))), 0.85)


def _crockery(pad: Pad, x: float, base: float, width: float) -> None:
    rng = pad.rng
    at = x
    while at < x + width - 40:
        colour = rng.choice(("#ef8a70", "#6fb0c0", "#f6d07a", "#fff4e6", "#9fc08a"))
        kind = rng.randint(0, 2)
        pad.open(width=2)
        if kind == 0:
            pad.fill(
                box(at, base - 52, 38, 52, 9),
                pad.linear((0, pad.tone(lighter(colour, 0.3))), (1, pad.tone(darker(colour, 0.1))), x2=1, y2=0),
            )
            pad.fill(box(at - 3, base - 60, 44, 13, 5), pad.tone("#b98a5e"))
        elif kind == 1:
            pad.line(f"M{at + 36} {base - 30}q18 2 2 20", pad.tone(colour), 6)
            pad.fill(box(at, base - 38, 38, 38, 8), pad.tone(colour))
        else:
            pad.fill(circle(at + 24, base - 28, 28), pad.tone(colour))
            pad.fill(circle(at + 24, base - 28, 18), pad.tone(lighter(colour, 0.4)))
        pad.close()
        at += rng.uniform(56, 70)


def _pans(pad: Pad, x: float, y: float) -> None:
    pad.line(f"M{x - 140} {y}H{x + 140}", pad.tone("#7a6a68"), 8)
    for dx, r in ((-96, 36), (-6, 44), (90, 32)):
        copper = pad.tone("#d98f5a")
        pad.line(f"M{x + dx} {y}v66", pad.tone("#5f5560"), 7)
        pad.fill(
            circle(x + dx, y + 66 + r, r),
            pad.radial((0, pad.tone("#f6c08a")), (1, copper), cx=0.35, cy=0.35, r=0.7),
        )


def _units(pad: Pad, colour: str, side: int) -> None:
    """Cupboards along the wall with a stove among them."""
    pad.fill(box(-80, 784, 1184, 30), "#1c1b3a", 0.16)
    pad.open()
    pad.fill(
        box(-80, 612, 1184, 184),
        pad.linear((0, pad.tone(lighter(colour, 0.12))), (1, pad.tone(darker(colour, 0.16)))),
    )
    pad.fill(box(-90, 588, 1204, 30, 5), pad.linear((0, pad.tone("#f6e6cc")), (1, pad.tone("#d9bd94"))))
    pad.bare()
    for x in range(-60, 1080, 132):
        pad.line(box(x, 636, 112, 142, 8), pad.tone(darker(colour, 0.26)), 4, 0.7)
        pad.fill(circle(x + 94, 702, 7), pad.tone("#f6d28a"))
    pad.close()
    stove = 512 + side * 300
    pad.fill(box(stove - 92, 604, 184, 196, 8), pad.tone("#eee6e0"))
    pad.fill(
        box(stove - 66, 664, 132, 96, 10),
        pad.linear((0, "#ffc46a"), (1, "#d9603c")) if pad.light.lamps else pad.tone("#6a6474"),
    )
    pad.fill(box(stove - 96, 584, 192, 16, 4), pad.tone("#5a5564"))
    for k in range(4):
        pad.fill(circle(stove - 60 + k * 40, 632, 10), pad.tone("#c95f4f"))
    pad.fill(box(stove - 56, 516, 104, 68, 12), pad.linear((0, pad.tone("#ef7a68")), (1, pad.tone("#c04f48"))))
    pad.fill(box(stove - 64, 506, 120, 16, 6), pad.tone("#f6d0c0"))
    pad.close()
    for k in range(3):
        pad.line(f"M{stove - 30 + k * 28} 494q-14 -20 0 -40t0 -40", "#ffffff", 6, 0.4)
    bowl = 512 - side * 300
    pad.fill(f"M{bowl - 62} 548H{bowl + 62}Q{bowl + 50} 590 {bowl} 590T{bowl - 62} 548Z", pad.tone("#6fa0c0"))
    for dx, tone in ((-34, "#e2504f"), (2, "#f0b03c"), (34, "#8fbf4f"), (-14, "#f08a4a")):
        pad.fill(circle(bowl + dx, 540 - abs(dx) * 0.1, 22), pad.tone(tone))
    pad.fill(f"M{bowl - 62} 548H{bowl + 62}Q{bowl + 50} 590 {bowl} 590T{bowl - 62} 548Z", pad.tone("#7fb0cc"))
