"""Bedroom, kitchen and classroom."""

from storyforge_site.providers.offline.illustrator import room, windows
from storyforge_site.providers.offline.illustrator.colour import darker, lighter, mix
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.places.footing import Footing, Support, Wish
from storyforge_site.providers.offline.illustrator.shapes import box, circle, ellipse, polygon, smooth, star

INSIDE = Footing(feet=890, far=room.FLOOR + 8, indoors=True, support=Support.FLOOR)


def bedroom(pad: Pad, wish: Wish) -> Footing:
    rng = pad.rng
    paper, cover, curtain, boards = rng.choice(
        (
            ("#a8c4dc", "#e8806a", "#f0b86a", "#c99a6e"),
            ("#c4b4dc", "#6f9fc8", "#e89ab0", "#c49a78"),
            ("#b4d0b0", "#d98a5a", "#e8d08a", "#b98a62"),
            ("#f0c8b8", "#7fa88a", "#b4a0d0", "#c8a078"),
            ("#f2dca0", "#8a8ac8", "#7fb8b0", "#bd9068"),
        )
    )
    room.wall(pad, paper, rng.choice(("dots", "stars", "stripes", "diamonds", "plain")))
    pad.on("middle")
    side = rng.choice((-1, 1))
    windows.window(pad, 512 - side * 226 - 115, 210, 230, 250, curtain=curtain)
    rng.choice((_shelves, _wardrobe, _wall_moon))(pad, 512 + side * 300, curtain)
    rng.choice((room.fairy_lights, room.bunting))(pad, -60, 1084, 92)
    pad.on("ground")
    room.floor(pad, boards)
    pad.on("behind")
    _bed(pad, 512 + side * 330, 840, cover, side)
    _night_table(pad, 512 - side * 404, 812)
    room.rug(pad, 500, 900, 350, 76, (lighter(cover, 0.3), lighter(paper, 0.4), curtain))
    rng.choice((_toy_box, _play_tent))(pad, 512 - side * 280, 818)
    pad.on("front")
    return INSIDE


def _shelves(pad: Pad, x: float, colour: str) -> None:
    wood = mix("#b98a5e", colour, 0.2)
    room.shelf(pad, x - 140, 330, 280, wood)
    room.books(pad, x - 126, 330, 130, 74)
    _ball(pad, x + 50, 330, 26)
    _blocks(pad, x + 106, 330)
    room.picture(pad, x - 70, 400, 140, 106)


def _wardrobe(pad: Pad, x: float, colour: str) -> None:
    """A tall wardrobe beside the bed."""
    top, base = 268.0, room.FLOOR + 6
    pad.open()
    pad.fill(box(x - 120, top, 240, base - top, 12), pad.tone(colour))
    pad.fill(box(x - 134, top - 16, 268, 30, 10), pad.tone(lighter(colour, 0.3)))
    for left in (-108.0, 6):
        pad.fill(box(x + left, top + 28, 102, base - top - 60, 10), pad.tone(lighter(colour, 0.18)))
    pad.bare()
    for left in (-108.0, 6):
        pad.line(box(x + left + 14, top + 46, 74, 150, 8), pad.tone(darker(colour, 0.16)), 4, 0.6)
        pad.line(box(x + left + 14, top + 214, 74, 150, 8), pad.tone(darker(colour, 0.16)), 4, 0.6)
    pad.fill(circle(x - 14, top + 206, 7) + circle(x + 14, top + 206, 7), pad.tone("#f6d28a"))
    pad.close()
    pad.close()
    _blocks(pad, x - 60, top - 16)
    _ball(pad, x + 54, top - 16, 26)


def _wall_moon(pad: Pad, x: float, colour: str) -> None:
    """A moon and stars painted on the wall over the bed."""
    paint = mix("#fbe3a0", colour, 0.1)
    gold = mix(pad.tone(paint), paint, 0.7)  # it glows a little in the dark
    pad.halo(x, 340, 170, "#fff0c0", 0.35)
    pad.fill(f"M{x + 20:.0f} 250A86 86 0 1 0 {x + 84:.0f} 382A72 72 0 0 1 {x + 20:.0f} 250Z", gold)
    for dx, y, r in ((-120, 270, 15), (70, 268, 20), (118, 330, 11), (-104, 408, 12), (46, 312, 9)):
        pad.fill(star(x + dx, y, r), gold)
    for dx, y in ((-130, 460), (90, 470)):
        puffs = ellipse(x + dx, y, 46, 16) + ellipse(x + dx - 12, y - 12, 24, 16)
        pad.fill(puffs + ellipse(x + dx + 14, y - 8, 20, 13), pad.tone("#ffffff"), 0.8)


def _play_tent(pad: Pad, x: float, base: float) -> None:
    """A little tent of cloth to hide in."""
    cloth = pad.rng.choice(("#f2c48a", "#9cc4d0", "#e8a8a0"))
    pad.shadow(x, base, 120, 14)
    for side in (-1, 1):
        pad.line(f"M{x + side * 100:.0f} {base}L{x - side * 14:.0f} {base - 262}", pad.tone("#a8784f"), 8)
    pad.open()
    pad.fill(polygon([(x, base - 236), (x + 98, base), (x - 98, base)]), pad.tone(cloth))
    pad.bare()
    pad.fill(
        f"M{x:.0f} {base - 190}Q{x + 14:.0f} {base - 60} {x + 46:.0f} {base}"
        f"H{x - 46:.0f}Q{x - 14:.0f} {base - 60} {x:.0f} {base - 190}Z",
        pad.tone(darker(cloth, 0.5)),
    )
    for dx, dy in ((-46, 60), (52, 50), (-30, 118), (34, 124), (-70, 22), (74, 20)):
        pad.fill(star(x + dx, base - dy, 9), pad.tone(lighter(cloth, 0.6)))
    pad.close()
    pad.close()


def _bed(pad: Pad, x: float, base: float, cover: str, side: int) -> None:
    """A bed along the wall, its head at the outer side."""
    wood = "#b5804f"
    head, foot = x + side * 200, x - side * 200
    left = min(head, foot)
    pad.shadow(x, base, 250, 22, 0.34)
    pad.open()
    pad.fill(box(head - 20, base - 240, 40, 244, 16), pad.tone(darker(wood, 0.1)))
    pad.fill(box(left, base - 96, 400, 62, 8), pad.tone(wood))
    pad.fill(box(left + 4, base - 142, 392, 66, 24), pad.tone("#fff8ee"))
    pillow = head - side * 68
    pad.fill(
        box(pillow - 56, base - 186, 112, 62, 28),
        pad.linear((0, pad.tone("#ffffff")), (1, pad.tone("#dfe4ee"))),
    )
    edge = head - side * 128
    d = (
        f"M{edge} {base - 158}Q{(edge + foot) / 2} {base - 178} {foot} {base - 150}"
        f"V{base - 40}Q{(edge + foot) / 2} {base - 26} {edge} {base - 44}Z"
    )
    pad.fill(d, pad.linear((0, pad.tone(lighter(cover, 0.16))), (1, pad.tone(darker(cover, 0.16)))))
    pad.bare()
    for k in range(5):
        for row in range(2):
            sx = edge - side * (36 + k * 50)
            pad.fill(star(sx, base - 122 + row * 48 + (k % 2) * 10, 11), pad.tone(lighter(cover, 0.5)), 0.8)
    pad.close()
    pad.fill(
        polygon([(edge - 13, base - 160), (edge + 13, base - 161), (edge + 13, base - 44), (edge - 13, base - 43)]),
        pad.tone("#fff8ee"),
    )
    pad.fill(box(foot - 18, base - 176, 36, 180, 14), pad.tone(darker(wood, 0.1)))
    pad.close()


def _night_table(pad: Pad, x: float, base: float) -> None:
    room.glow(pad, x, base - 210, 420)
    pad.shadow(x, base, 80, 14)
    pad.open()
    pad.fill(box(x - 58, base - 112, 116, 112, 8), pad.tone("#c48f5e"))
    pad.fill(box(x - 66, base - 122, 132, 18, 6), pad.tone("#d9a878"))
    pad.bare()
    pad.line(box(x - 46, base - 92, 92, 36, 5) + box(x - 46, base - 48, 92, 36, 5), pad.tone("#9a6a44"), 3, 0.7)
    pad.fill(circle(x, base - 74, 5) + circle(x, base - 30, 5), pad.tone("#f6d28a"))
    pad.close()
    pad.fill(box(x - 6, base - 166, 12, 46, 4), pad.tone("#e8e0d0"))
    shade = "#ffe7a6" if pad.light.lamps else pad.tone("#f6d6a0")
    pad.fill(
        polygon([(x - 30, base - 236), (x + 30, base - 236), (x + 52, base - 162), (x - 52, base - 162)]),
        shade,
    )
    pad.close()


def _toy_box(pad: Pad, x: float, base: float) -> None:
    colour = pad.rng.choice(("#e2806a", "#6fa8c0", "#8fb06a"))
    pad.shadow(x, base, 80, 12)
    _ball(pad, x + 20, base - 62, 28)
    _blocks(pad, x - 26, base - 66)
    pad.open()
    pad.fill(
        box(x - 66, base - 76, 132, 76, 8),
        pad.linear((0, pad.tone(lighter(colour, 0.2))), (1, pad.tone(darker(colour, 0.15)))),
    )
    pad.fill(star(x, base - 38, 20), pad.tone("#fff2cc"))
    pad.close()


def _ball(pad: Pad, x: float, base: float, r: float) -> None:
    colour = pad.rng.choice(("#e2605a", "#4f9ab8", "#f0b04a"))
    pad.open(width=2)
    pad.fill(
        circle(x, base - r, r),
        pad.radial((0, pad.tone(lighter(colour, 0.4))), (1, pad.tone(darker(colour, 0.15))), cx=0.35, cy=0.3, r=0.8),
    )
    pad.bare()
    pad.line(
        f"M{x - r * 0.9:.1f} {base - r}q{r * 0.9:.1f} {r * 0.6:.1f} {r * 1.8:.1f} 0",
        pad.tone("#fff6e6"),
        r * 0.24,
    )
    pad.close()
    pad.close()


def _blocks(pad: Pad, x: float, base: float) -> None:
    pad.open(width=2)
    for dx, dy, colour in ((-16, 0, "#f0b04a"), (16, 0, "#6fb0a0"), (0, 30, "#e2706a")):
        pad.fill(box(x + dx - 14, base - dy - 29, 28, 28, 4), pad.tone(colour))
        pad.fill(circle(x + dx, base - dy - 15, 7), pad.tone("#fff4de"))
    pad.close()


def classroom(pad: Pad, wish: Wish) -> Footing:
    rng = pad.rng
    paper, panel, boards = rng.choice(
        (
            ("#f4e2b4", "#8fb89a", "#c99f70"),
            ("#c9dfe8", "#e0b48a", "#c49a72"),
            ("#e4d4ea", "#90a8c8", "#c8a27c"),
        )
    )
    room.wall(pad, paper, rng.choice(("plain", "dots")), panel=panel)
    pad.on("middle")
    side = rng.choice((-1, 1))
    _board(pad, 512 + side * 110, 250)
    windows.window(pad, 512 - side * 370 - 85, 190, 170, 250)
    room.bunting(pad, -60, 1084, 70)
    _drawings(pad, 512 + side * 425, 200)
    pad.on("ground")
    room.floor(pad, boards)
    pad.on("behind")
    for x in (120.0, 904):
        _desk(pad, x, 838)
    for x in (360.0, 664):
        _desk(pad, x, 786, 0.72)
    room.plant(pad, 512 - side * 446, 820, 150)
    _globe(pad, 904 if side > 0 else 120, 838 - 128)
    pad.on("front")
    return INSIDE


def _board(pad: Pad, x: float, y: float) -> None:
    """A chalkboard with drawings, none of them letters."""
    pad.open()
    pad.fill(box(x - 250, y - 20, 500, 260, 10), pad.tone("#b98556"))
    pad.fill(box(x - 234, y - 4, 468, 228, 4), pad.linear((0, pad.tone("#3f7062")), (1, pad.tone("#345e56"))))
    pad.close()
    chalk = "#f4f2e6"
    sun = "".join(
        f"M{x - 150} {y + 70}m{dx} {dy}l{dx * 0.5} {dy * 0.5}"
        for dx, dy in ((0, -36), (0, 36), (36, 0), (-36, 0), (25, 25), (-25, 25), (25, -25), (-25, -25))
    )
    pad.line(circle(x - 150, y + 70, 24) + sun, chalk, 4, 0.85)
    house = f"M{x - 40} {y + 160}v-60l50 -44l50 44v60Z"
    pad.line(house, chalk, 4, 0.85)
    pad.line(star(x + 150, y + 74, 34) + f"M{x + 110} {y + 170}q20 -30 40 0t40 0", "#f6d0a0", 4, 0.85)
    pad.fill(box(x - 250, y + 236, 500, 15, 4), pad.tone("#9a6a44"))
    for dx, tone in ((-90, "#ffffff"), (-40, "#f6b0b0"), (60, "#f6e08a")):
        pad.fill(box(x + dx, y + 228, 32, 9, 3), pad.tone(tone))


def _drawings(pad: Pad, x: float, y: float) -> None:
    rng = pad.rng
    for row in range(3):
        pad.add(f'<g transform="rotate({rng.uniform(-5, 5):.1f} {x} {y + row * 100})">')
        pad.fill(box(x - 46, y + row * 100, 92, 76, 3), pad.tone("#fffdf4"))
        tone = pad.tone(rng.choice(("#ef8a70", "#6fb0c0", "#8fbf6a", "#c08fd0")))
        pad.fill(
            circle(x - 8, y + 40 + row * 100, 20)
            + polygon([(x + 8, y + 62 + row * 100), (x + 24, y + 26 + row * 100), (x + 40, y + 62 + row * 100)]),
            tone,
        )
        pad.add("</g>")


def _desk(pad: Pad, x: float, base: float, size: float = 1.0) -> None:
    room.table(pad, x, base, 210 * size, 116 * size, "#d9a86a")
    y = base - 126 * size
    pad.fill(box(x - 60 * size, y - 12 * size, 84 * size, 12 * size, 3), pad.tone("#e2706a"))
    pad.fill(box(x - 52 * size, y - 24 * size, 76 * size, 12 * size, 3), pad.tone("#5f9fb8"))
    pad.fill(box(x + 48 * size, y - 36 * size, 26 * size, 36 * size, 5), pad.tone("#8fb86a"))
    for dx, tone in ((52, "#f0b03c"), (60, "#e2605a"), (68, "#6a8ad0")):
        pad.line(f"M{x + dx * size:.1f} {y - 30 * size:.1f}v{-34 * size:.1f}", pad.tone(tone), 5 * size)


def _globe(pad: Pad, x: float, base: float) -> None:
    pad.open(width=2)
    pad.line(f"M{x} {base}v-30M{x - 30} {base - 2}h60", pad.tone("#8a6248"), 9)
    pad.fill(
        circle(x, base - 74, 46),
        pad.radial((0, pad.tone("#a8e0f2")), (1, pad.tone("#4f9ac0")), cx=0.35, cy=0.3, r=0.75),
    )
    pad.bare()
    pad.fill(
        smooth([(x - 30, base - 92), (x - 6, base - 106), (x + 4, base - 84), (x - 14, base - 66)], closed=True)
        + ellipse(x + 20, base - 64, 15, 20),
        pad.tone("#8fc46a"),
    )
    pad.close()
    pad.close()
