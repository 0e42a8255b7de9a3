"""The shell of a room: wall, floor, window with its view, curtains, rug, lamps."""

from storyforge_site.providers.offline.illustrator import undergrowth
from storyforge_site.providers.offline.illustrator.colour import darker, lighter, mix
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.shapes import (
    box,
    circle,
    ellipse,
    polygon,
    sparkle,
    star,
)

FLOOR = 716.0  # where the wall meets the floor


def wall(pad: Pad, colour: str, pattern: str = "plain", *, panel: str = "") -> None:
    """The back wall; `pattern` is plain, dots, stripes, stars or diamonds; `panel` a wainscot's colour."""
    lit, dark = pad.tone(lighter(colour, 0.2)), pad.tone(darker(colour, 0.16))
    pad.fill(box(-80, -80, 1184, FLOOR + 90), pad.linear((0, dark), (0.5, lit), (1, pad.tone(colour))))
    _pattern(pad, colour, pattern)
    if panel:
        pad.fill(
            box(-80, FLOOR - 190, 1184, 200),
            pad.linear((0, pad.tone(lighter(panel, 0.1))), (1, pad.tone(darker(panel, 0.08)))),
        )
        pad.fill(box(-80, FLOOR - 200, 1184, 15), pad.tone(lighter(panel, 0.35)))
        for x in range(-60, 1100, 118):
            pad.line(box(x, FLOOR - 166, 96, 126, 6), pad.tone(darker(panel, 0.16)), 4, 0.6)
    pad.fill(box(-80, FLOOR - 24, 1184, 30), pad.tone(mix(panel or colour, "#fffaf0", 0.65)))
    pad.fill(box(-80, FLOOR + 2, 1184, 6), pad.tone(darker(panel or colour, 0.3)), 0.5)


def _pattern(pad: Pad, colour: str, pattern: str) -> None:
    tone = pad.tone(lighter(colour, 0.4))
    d = ""
    if pattern == "stripes":
        d = "".join(box(x, -80, 30, FLOOR + 70) for x in range(-80, 1104, 74))
    for row in range(11 if pattern in ("dots", "stars", "diamonds") else 0):
        for column in range(14):
            x, y = -40 + column * 84 + (42 if row % 2 else 0), 6 + row * 66
            if pattern == "dots":
                d += circle(x, y, 7)
            elif pattern == "stars":
                d += star(x, y, 11)
            else:
                d += sparkle(x, y, 13, 0.3)
    if d:
        pad.fill(d, tone, 0.4)


def floor(pad: Pad, colour: str, kind: str = "boards") -> None:
    """Boards or tiles running away from the viewer."""
    pad.fill(
        box(-80, FLOOR, 1184, 400),
        pad.linear((0, pad.tone(darker(colour, 0.14))), (0.25, pad.tone(colour)), (1, pad.tone(darker(colour, 0.2)))),
    )
    tone = pad.tone(darker(colour, 0.3))
    lines = "".join(
        f"M{512 + (k - 512) * 0.92:.0f} {FLOOR + 4}L{512 + (k - 512) * 1.7:.0f} 1110"
        for k in range(-420, 1500, 74 if kind == "boards" else 96)
    )
    pad.line(lines, tone, 2.6, 0.4)
    if kind == "tiles":
        pad.line("".join(f"M-80 {FLOOR + y}H1104" for y in (26, 62, 112, 182, 280)), tone, 2.6, 0.4)
    else:
        rng = pad.rng
        ends = ""
        for _ in range(26):
            y = rng.uniform(FLOOR + 14, 1020)
            share = (y - FLOOR) / 394
            k = rng.choice(range(-420, 1500, 74))
            across = 0.92 + 0.78 * share
            ends += f"M{512 + (k - 512) * across:.0f} {y:.0f}h{74 * across:.0f}"
        pad.line(ends, tone, 2.6, 0.4)


def rug(pad: Pad, x: float, y: float, rx: float, ry: float, colours: tuple[str, str, str]) -> None:
    for share, colour in zip((1.0, 0.86, 0.66, 0.44), (*colours, colours[0]), strict=True):
        pad.fill(ellipse(x, y, rx * share, ry * share), pad.tone(colour))
    pad.line(ellipse(x, y, rx * 0.94, ry * 0.94), pad.tone(lighter(colours[0], 0.6)), 3, 0.8)


def glow(pad: Pad, x: float, y: float, reach: float) -> None:
    """What a lamp does to the wall behind it; little by day."""
    pad.halo(x, y, reach, "#ffd07a", 0.8 if pad.light.lamps else 0.22)


def plant(pad: Pad, x: float, base: float, size: float, colour: str = "#5fa05a") -> None:
    pot = pad.rng.choice(("#d9825a", "#5f8fb0", "#f0c46a", "#b07ab8"))
    undergrowth.fern(pad, x, base - size * 0.4, size * 0.8, colour)
    pad.open()
    pad.fill(
        polygon(
            [
                (x - size * 0.26, base - size * 0.4),
                (x + size * 0.26, base - size * 0.4),
                (x + size * 0.19, base),
                (x - size * 0.19, base),
            ]
        ),
        pad.linear((0, pad.tone(lighter(pot, 0.16))), (1, pad.tone(darker(pot, 0.2)))),
    )
    pad.fill(box(x - size * 0.3, base - size * 0.46, size * 0.6, size * 0.1, 4), pad.tone(lighter(pot, 0.25)))
    pad.close()


def books(pad: Pad, x: float, base: float, width: float, tall: float) -> None:
    """A row of book spines standing on a shelf at `base`; none bears a letter."""
    rng = pad.rng
    at = x
    while at < x + width - 8:
        thick = rng.uniform(0.13, 0.26) * tall
        if at + thick > x + width:
            break
        high = tall * rng.uniform(0.68, 0.98)
        colour = rng.choice(("#d9605a", "#e8a04a", "#f0d07a", "#6fa873", "#4f8fa8", "#6a70b8", "#b06a9a", "#e8dcc0"))
        choice = rng.random()
        if choice < 0.1:
            at += thick * 1.4
            continue
        pad.fill(box(at, base - high, thick - 1.6, high, 2), pad.tone(colour))
        pad.fill(
            box(at, base - high * 0.82, thick - 1.6, high * 0.07)
            + box(at, base - high * 0.2, thick - 1.6, high * 0.05),
            pad.tone(lighter(colour, 0.5)),
            0.8,
        )
        at += thick


def shelf(pad: Pad, x: float, y: float, width: float, wood: str) -> None:
    pad.fill(
        box(x, y, width, 14, 3),
        pad.linear((0, pad.tone(lighter(wood, 0.16))), (1, pad.tone(darker(wood, 0.25)))),
    )
    pad.fill(box(x + 6, y + 14, width - 12, 9), "#1c1b3a", 0.14)


def picture(pad: Pad, x: float, y: float, width: float, height: float) -> None:
    """A framed landscape on the wall, its upper left corner at (x, y)."""
    rng = pad.rng
    frame = rng.choice(("#c9925a", "#f0d08a", "#8a6248", "#fff4e6"))
    pad.fill(box(x + 6, y + 8, width, height, 6), "#1c1b3a", 0.16)
    pad.open()
    pad.fill(box(x, y, width, height, 6), pad.tone(frame))
    pad.bare()
    inner = box(x + 10, y + 10, width - 20, height - 20)
    sky_tone, hill = rng.choice((("#a8dcec", "#7fb868"), ("#fbd0b0", "#b07aa8"), ("#f6e4a8", "#6fa8a0")))
    pad.fill(inner, pad.tone(sky_tone))
    base = y + height - 10
    pad.fill(
        f"M{x + 10} {base}V{base - height * 0.24:.1f}Q{x + width * 0.35:.1f} "
        f"{base - height * 0.5:.1f} {x + width * 0.6:.1f} {base - height * 0.2:.1f}"
        f"T{x + width - 10} {base - height * 0.24:.1f}V{base}Z",
        pad.tone(hill),
    )
    pad.fill(circle(x + width * 0.68, y + height * 0.34, height * 0.1), pad.tone("#fff0b0"))
    pad.close()
    pad.close()


def bunting(pad: Pad, left: float, right: float, y: float) -> None:
    pad.line(f"M{left} {y}Q{(left + right) / 2} {y + 84} {right} {y}", pad.tone("#fff8ea"), 3)
    count = 12
    for at in range(1, count):
        share = at / count
        x, top = left + (right - left) * share, y + 168 * share * (1 - share)
        pad.fill(
            polygon([(x - 15, top), (x + 15, top), (x, top + 32)]),
            pad.tone(("#ef8a80", "#f6cf6a", "#8fcfc0", "#8fb4e8", "#c9a0e0")[at % 5]),
        )


def fairy_lights(pad: Pad, left: float, right: float, y: float) -> None:
    pad.line(f"M{left} {y}Q{(left + right) / 2} {y + 70} {right} {y}", pad.tone("#6a5a6a"), 2.4)
    for at in range(1, 14):
        share = at / 14
        x, top = left + (right - left) * share, y + 140 * share * (1 - share) + 7
        pad.halo(x, top, 24, "#ffe08a", 0.7)
        pad.fill(circle(x, top, 5.5), "#fff2c0")


def table(pad: Pad, x: float, base: float, width: float, tall: float, wood: str) -> None:
    pad.shadow(x, base, width * 0.56, 16, 0.3)
    pad.open()
    for dx in (-0.43, 0.43):
        pad.fill(box(x + dx * width - 9, base - tall, 18, tall, 5), pad.tone(darker(wood, 0.18)))
    pad.fill(box(x - width * 0.47, base - tall + 10, width * 0.94, 26, 4), pad.tone(darker(wood, 0.1)))
    pad.fill(
        box(x - width / 2, base - tall - 10, width, 24, 8),
        pad.linear((0, pad.tone(lighter(wood, 0.28))), (1, pad.tone(wood))),
    )
    pad.close()


def hanging_lamp(pad: Pad, x: float, y: float, size: float, colour: str) -> None:
    glow(pad, x, y + 30, size * 3.4)
    pad.line(f"M{x} -90V{y - size * 0.5:.1f}", pad.tone("#5a5060"), 4)
    pad.open()
    pad.fill(
        f"M{x - size * 0.3:.1f} {y - size * 0.5:.1f}h{size * 0.6:.1f}Q{x + size * 0.9:.1f} "
        f"{y - size * 0.2:.1f} {x + size:.1f} {y + size * 0.4:.1f}H{x - size:.1f}"
        f"Q{x - size * 0.9:.1f} {y - size * 0.2:.1f} {x - size * 0.3:.1f} "
        f"{y - size * 0.5:.1f}Z",
        pad.linear((0, pad.tone(lighter(colour, 0.2))), (1, pad.tone(darker(colour, 0.1)))),
    )
    pad.close()
    pad.fill(ellipse(x, y + size * 0.4, size * 0.92, size * 0.14), "#fff3c4")
