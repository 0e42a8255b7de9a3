"""Library, stage and workshop."""

import math

from storyforge_site.providers.offline.illustrator import room, windows
from storyforge_site.providers.offline.illustrator.colour import darker, lighter
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.places.footing import Footing, Wish
from storyforge_site.providers.offline.illustrator.places.rooms import INSIDE
from storyforge_site.providers.offline.illustrator.shapes import box, circle, ellipse, polygon, sparkle


def library(pad: Pad, wish: Wish) -> Footing:
    rng = pad.rng
    wood, paper, boards = rng.choice(
        (
            ("#a8724a", "#e8cfa0", "#a87a54"),
            ("#8a6a5a", "#b8cfc8", "#9a745a"),
            ("#b5835a", "#d8c4dc", "#b08560"),
        )
    )
    room.wall(pad, paper, "plain")
    pad.on("middle")
    side = rng.choice((-1, 1))
    gap = 512 - side * rng.choice((0, 60))
    windows.window(pad, gap - 95, 230, 190, 300, arched=True, frame=lighter(wood, 0.5))
    for left, right in ((-70, gap - 150), (gap + 150, 1094)):
        _case(pad, left, right, wood)
    pad.on("ground")
    room.floor(pad, boards)
    pad.on("behind")
    _ladder(pad, gap + side * 250, 800, wood)
    _armchair(pad, 512 - side * 400, 840, rng.choice(("#c9605a", "#4f8a8a", "#8a6ab0")))
    _lamp(pad, 512 + side * 440, 826)
    room.rug(
        pad,
        512,
        906,
        340,
        72,
        rng.choice((("#b8564f", "#f0d8a8", "#d98a5a"), ("#4f7f8a", "#f0e0b8", "#7fb0a8"))),
    )
    for x, count in ((512 + side * 350, 4), (512 - side * 260, 3)):
        _pile(pad, x, 832, count)
    if rng.random() < 0.8:
        _dust(pad)
    pad.on("front")
    return INSIDE


def _case(pad: Pad, left: float, right: float, wood: str) -> None:
    pad.open()
    pad.fill(box(left, -90, right - left, room.FLOOR + 90 - (-4)), pad.tone(darker(wood, 0.42)))
    pad.close()
    for y in (60, 188, 316, 444, 572, 700):
        edge = left + 18
        while edge < right - 70:
            width = min(pad.rng.uniform(150, 220), right - 18 - edge)
            room.books(pad, edge, y, width, 104)
            edge += width + 12
        room.shelf(pad, left, y, right - left, wood)
    for x in (left, right - 20):
        pad.fill(
            box(x, -90, 20, room.FLOOR + 94, 3),
            pad.linear((0, pad.tone(lighter(wood, 0.2))), (1, pad.tone(darker(wood, 0.2))), x2=1, y2=0),
        )
    if pad.light.is_night:
        pad.fill(box(left, -90, right - left, room.FLOOR + 94), "#141438", 0.2)


def _ladder(pad: Pad, x: float, base: float, wood: str) -> None:
    tone = pad.tone(lighter(wood, 0.32))
    pad.open(width=2)
    for at in range(9):
        y = base - 50 - at * 62
        pad.line(f"M{x - 44 + at * 3} {y}H{x + 44 + at * 3}", tone, 9)
    for dx in (-48, 48):
        pad.line(f"M{x + dx - 6} {base}L{x + dx + 26} {base - 590}", tone, 12)
    pad.close()


def _armchair(pad: Pad, x: float, base: float, colour: str) -> None:
    pad.shadow(x, base, 140, 20)
    dark, lit = pad.tone(darker(colour, 0.2)), pad.tone(lighter(colour, 0.14))
    pad.open()
    pad.fill(box(x - 96, base - 250, 192, 220, 66), pad.linear((0, lit), (1, dark)))
    pad.fill(box(x - 84, base - 128, 168, 74, 24), pad.tone(lighter(colour, 0.22)))
    for dx in (-118, 62):
        pad.fill(box(x + dx, base - 156, 58, 146, 28), pad.linear((0, lit), (1, dark)))
    pad.fill(box(x - 84, base - 66, 168, 52, 10), dark)
    pad.close()


def _lamp(pad: Pad, x: float, base: float) -> None:
    room.glow(pad, x, base - 330, 330)
    pad.shadow(x, base, 54, 10)
    pad.open()
    pad.line(f"M{x} {base - 6}V{base - 300}", pad.tone("#8a6a4a"), 9)
    pad.fill(ellipse(x, base - 6, 44, 11), pad.tone("#8a6a4a"))
    pad.fill(
        polygon([(x - 36, base - 392), (x + 36, base - 392), (x + 66, base - 292), (x - 66, base - 292)]),
        "#ffe9ae" if pad.light.lamps else pad.tone("#f6dca8"),
    )
    pad.close()


def _pile(pad: Pad, x: float, base: float, count: int) -> None:
    rng = pad.rng
    pad.shadow(x, base, 76, 12)
    y = base
    pad.open(width=2)
    for _ in range(count):
        wide, thick = rng.uniform(96, 126), rng.uniform(20, 28)
        colour = rng.choice(("#d9605a", "#e8a04a", "#6fa873", "#4f8fa8", "#6a70b8", "#b06a9a"))
        left = x - wide / 2 + rng.uniform(-9, 9)
        pad.fill(box(left, y - thick, wide, thick, 4), pad.tone(colour))
        pad.fill(box(left + 8, y - thick + 5, wide - 8, thick - 10, 2), pad.tone("#fff4de"))
        y -= thick
    pad.close()


def _dust(pad: Pad) -> None:
    """Motes of light in the air."""
    rng = pad.rng
    for _ in range(16):
        pad.fill(circle(rng.uniform(180, 844), rng.uniform(240, 800), rng.uniform(1.6, 3.4)), "#fff2c4", 0.7)
    for _ in range(5):
        pad.fill(sparkle(rng.uniform(200, 824), rng.uniform(240, 700), rng.uniform(6, 10)), "#fff6d6", 0.8)


def workshop(pad: Pad, wish: Wish) -> Footing:
    rng = pad.rng
    paper, wood, boards = rng.choice(
        (
            ("#d9b88a", "#b5804f", "#b08a68"),
            ("#a8bcc0", "#a8784f", "#a88a70"),
            ("#d4a890", "#9a7050", "#a5846a"),
        )
    )
    room.wall(pad, paper, "plain")
    planks = "".join(f"M{x} -80V{room.FLOOR}" for x in range(-40, 1104, 92))
    pad.line(planks, pad.tone(darker(paper, 0.2)), 4, 0.4)
    pad.on("middle")
    side = rng.choice((-1, 1))
    windows.window(pad, 512 - side * 270 - 105, 210, 210, 220)
    _tool_wall(pad, 512 + side * 200, 210)
    _gears(pad, 512 + side * 400, 130)
    pad.on("ground")
    room.floor(pad, boards)
    pad.on("behind")
    _workbench(pad, 512 + side * 210, 800, wood)
    room.hanging_lamp(pad, 512 + side * 60, 140, 56, "#d9605a")
    _crate(pad, 512 - side * 410, 838, wood)
    for _ in range(12):
        x, y = rng.uniform(120, 900), rng.uniform(850, 980)
        pad.line(f"M{x:.0f} {y:.0f}q10 -12 18 -2t14 -6", pad.tone("#e8c48a"), 5, 0.8)
    pad.on("front")
    return INSIDE


def _tool_wall(pad: Pad, x: float, y: float) -> None:
    """A pegboard with saw, hammer, spanner, brushes and pots of paint."""
    pad.open()
    pad.fill(box(x - 220, y, 440, 230, 10), pad.tone("#c9a070"))
    pad.close()
    pad.fill(
        "".join(circle(x - 196 + column * 36, y + 20 + row * 38, 2.6) for row in range(6) for column in range(12)),
        pad.tone("#9a7448"),
    )
    steel, handle = pad.tone("#b8c0cc"), pad.tone("#d9605a")
    pad.open(width=2)
    pad.line(f"M{x - 170} {y + 70}v110", pad.tone("#b07a4a"), 15)
    pad.fill(box(x - 204, y + 40, 68, 34, 7), steel)
    pad.fill(polygon([(x - 100, y + 70), (x + 30, y + 50), (x + 30, y + 86), (x - 100, y + 96)]), steel)
    pad.fill(box(x + 24, y + 44, 46, 50, 14), handle)
    pad.line(f"M{x + 120} {y + 180}V{y + 78}", steel, 15)
    pad.line(f"M{x + 102} {y + 46}v20q18 22 36 0v-20", steel, 12)
    pad.close()
    for k, tone in enumerate(("#4f9ab8", "#f0b04a", "#8fbf6a")):
        bx = x - 80 + k * 46
        pad.line(f"M{bx} {y + 196}v-50", pad.tone("#b07a4a"), 7)
        pad.fill(box(bx - 9, y + 122, 18, 28, 5), pad.tone(tone))
    pad.fill(circle(x + 180, y + 90, 32), pad.tone("#8a8ac0"))
    pad.fill(circle(x + 180, y + 90, 16), pad.tone("#c9a070"))


def _gears(pad: Pad, x: float, y: float) -> None:
    for dx, dy, r, tone in ((0, 0, 48, "#d9a85a"), (70, 40, 32, "#b8c0cc"), (-58, 46, 26, "#c9805a")):
        teeth = []
        for k in range(40):
            angle = k * math.tau / 40
            reach = r if k % 4 < 2 else r * 0.8
            teeth.append((x + dx + math.cos(angle) * reach, y + dy + math.sin(angle) * reach))
        pad.open(width=2)
        pad.fill(polygon(teeth) + circle(x + dx, y + dy, r * 0.3), pad.tone(tone))
        pad.close()
        pad.fill(circle(x + dx, y + dy, r * 0.3), pad.tone("#6a5a52"))


def _workbench(pad: Pad, x: float, base: float, wood: str) -> None:
    pad.shadow(x, base, 330, 24)
    top = base - 190
    pad.open()
    for dx in (-240, 210):
        pad.fill(box(x + dx, top, 34, 190, 4), pad.tone(darker(wood, 0.2)))
    pad.fill(box(x - 230, base - 66, 460, 20), pad.tone(darker(wood, 0.15)))
    pad.fill(box(x - 110, top + 18, 220, 62, 6), pad.tone(darker(wood, 0.06)))
    pad.fill(box(x - 284, top - 20, 568, 42, 8), pad.linear((0, pad.tone(lighter(wood, 0.3))), (1, pad.tone(wood))))
    pad.fill(circle(x - 50, top + 48, 8) + circle(x + 50, top + 48, 8), pad.tone("#f6d28a"))
    pots = (("#e2605a", -210), ("#f0b04a", -160), ("#6fa8c0", -110))
    for tone, dx in pots:
        pad.fill(box(x + dx - 21, top - 66, 42, 46, 6), pad.tone("#e8e4e0"))
        pad.fill(box(x + dx - 21, top - 66, 42, 16, 5), pad.tone(tone))
    pad.fill(box(x + 150, top - 74, 80, 54, 6), pad.tone("#c9605a"))
    pad.line(f"M{x + 166} {top - 74}q24 -34 48 0", pad.tone("#8a4a48"), 8)
    pad.close()
    pad.line(f"M{x - 30} {top - 22}l70 -4", pad.tone("#8a6248"), 9)
    for k in range(4):
        pad.fill(
            box(x - 226 + k * 8, base - 92 - k * 22, 150 - k * 16, 20, 4),
            pad.tone(lighter(wood, 0.3 - k * 0.06)),
        )


def _crate(pad: Pad, x: float, base: float, wood: str) -> None:
    pad.shadow(x, base, 96, 14)
    for dx, tall in ((-30, 240), (0, 280), (30, 220)):
        pad.line(f"M{x + dx} {base - 40}l{dx * 0.4} {-tall + 40}", pad.tone(lighter(wood, 0.2)), 15)
    pad.open()
    pad.fill(box(x - 76, base - 118, 152, 118, 5), pad.tone(lighter(wood, 0.1)))
    pad.line(f"M{x - 72} {base - 80}h144M{x - 72} {base - 40}h144", pad.tone(darker(wood, 0.3)), 4)
    pad.close()
