"""Tall things of the town and the castle, standing on (x, base)."""

from storyforge_site.providers.offline.illustrator.buildings import ROOFS, door, pane
from storyforge_site.providers.offline.illustrator.colour import darker, lighter
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.shapes import box, polygon


def castle(pad: Pad, x: float, base: float, width: float, depth: float = 0.0) -> None:
    """A castle with pointed towers, a gate and pennants."""
    rng = pad.rng
    wall = rng.choice(("#e6dcea", "#f3e3d0", "#d3dcea", "#f0d9d6"))
    roof = rng.choice(("#7a6ac0", "#c9607a", "#4f86b8", "#5f9f8f"))
    pad.open()
    for dx, w, h in ((-0.2, 0.16, 1.02), (0.2, 0.16, 0.94), (0.02, 0.2, 1.26)):
        _tower(pad, x + dx * width, base, w * width, h * width, wall, roof, depth)
    lit, dark = pad.tone(wall, depth), pad.tone(darker(wall, 0.2), depth)
    top = base - width * 0.46
    pad.fill(box(x - width * 0.42, top, width * 0.84, width * 0.46), pad.linear((0, lit), (1, dark)))
    teeth = "".join(
        box(x - width * 0.42 + k * width * 0.084, top - width * 0.045, width * 0.05, width * 0.05) for k in range(10)
    )
    pad.fill(teeth, lit)
    for dx in (-0.44, 0.44):
        _tower(pad, x + dx * width, base, width * 0.19, width * 0.72, wall, roof, depth)
    door(pad, x, base, width * 0.2, width * 0.3, "#7a5038", depth)
    for dx in (-0.24, -0.13, 0.13, 0.24):
        pane(
            pad,
            x + dx * width - width * 0.025,
            base - width * 0.24,
            width * 0.05,
            width * 0.1,
            depth,
            arched=True,
        )
    pad.close()


def _tower(pad: Pad, x: float, base: float, w: float, h: float, wall: str, roof: str, depth: float) -> None:
    rng = pad.rng
    top = base - h * 0.72
    pad.fill(
        box(x - w / 2, top, w, h * 0.72),
        pad.linear(
            (0, pad.tone(lighter(wall, 0.15), depth)),
            (0.5, pad.tone(wall, depth)),
            (1, pad.tone(darker(wall, 0.26), depth)),
            x2=1,
            y2=0,
        ),
    )
    pad.fill(box(x - w * 0.58, top - w * 0.06, w * 1.16, w * 0.16, 2), pad.tone(darker(wall, 0.12), depth))
    tip = base - h
    pad.fill(
        (
            f"M{x - w * 0.66:.1f} {top:.1f}Q{x - w * 0.16:.1f} {top - (top - tip) * 0.45:.1f} "
            f"{x:.1f} {tip:.1f}Q{x + w * 0.16:.1f} {top - (top - tip) * 0.45:.1f} "
            f"{x + w * 0.66:.1f} {top:.1f}Z"
        ),
        pad.linear((0, pad.tone(lighter(roof, 0.2), depth)), (1, pad.tone(darker(roof, 0.25), depth)), x2=1, y2=0),
    )
    pad.line(f"M{x:.1f} {tip:.1f}v{-w * 0.34:.1f}", pad.tone("#8a7a6a", depth), max(2, w * 0.04))
    pad.fill(
        polygon([(x, tip - w * 0.34), (x + w * 0.34, tip - w * 0.24), (x, tip - w * 0.12)]),
        pad.tone(rng.choice(("#f6c04d", "#f2607a", "#7fc8e8")), depth),
    )
    pane(pad, x - w * 0.14, top + w * 0.75, w * 0.28, w * 0.46, depth, arched=True)


def tower_block(pad: Pad, x: float, base: float, width: float, height: float, colour: str, depth: float = 0.0) -> None:
    """A town house or an office, with rows of windows and a roof of its own."""
    rng = pad.rng
    top = base - height
    pad.open()
    pad.fill(
        box(x, top, width, height),
        pad.linear((0, pad.tone(lighter(colour, 0.12), depth)), (1, pad.tone(darker(colour, 0.16), depth))),
    )
    kind = rng.randint(0, 3)
    cap = pad.tone(darker(colour, 0.25), depth)
    if kind == 0:
        pad.fill(box(x - 5, top - 8, width + 10, 14, 3), cap)
    elif kind == 1:
        pad.fill(
            polygon([(x - 6, top + 2), (x + width / 2, top - width * 0.42), (x + width + 6, top + 2)]),
            pad.tone(rng.choice(ROOFS), depth),
        )
    elif kind == 2:
        pad.fill(box(x + width * 0.2, top - width * 0.2, width * 0.6, width * 0.22), cap)
        pad.line(f"M{x + width * 0.5:.1f} {top - width * 0.2:.1f}v{-width * 0.36:.1f}", cap, 4)
    else:
        pad.fill(
            f"M{x:.1f} {top + 1:.1f}a{width / 2:.1f} {width * 0.36:.1f} 0 0 1 {width:.1f} 0Z",
            pad.tone(rng.choice(ROOFS), depth),
        )
    pad.bare()
    columns = max(2, int(width / 44))
    rows = max(2, int((height - 60) / 54))
    lit, dark = "", ""
    step = width / columns
    for row in range(rows):
        for column in range(columns):
            d = box(x + step * (column + 0.24), top + 24 + row * 54, step * 0.52, 30, 3)
            if pad.light.lamps and rng.random() < 0.62:
                lit += d
            else:
                dark += d
    if lit:
        pad.fill(lit, pad.tone("#ffd77a", 0) if not pad.light.lamps else "#ffd98a", 1 - depth * 0.5)
    if dark:
        pad.fill(dark, pad.tone("#6f8fb0" if pad.light.lamps else "#d6ebf2", depth))
    pad.close()
    pad.close()


def lamp_post(pad: Pad, x: float, base: float, height: float) -> None:
    iron = pad.tone("#4a4a5f")
    if pad.light.lamps:
        pad.halo(x, base - height, height * 0.55, "#ffdf8f", 0.65)
    pad.open()
    pad.line(f"M{x:.1f} {base:.1f}V{base - height + 20:.1f}", iron, 9)
    pad.fill(box(x - 15, base - 12, 30, 14, 4), iron)
    pad.fill(
        polygon(
            [
                (x - 13, base - height + 20),
                (x - 20, base - height - 22),
                (x + 20, base - height - 22),
                (x + 13, base - height + 20),
            ]
        ),
        "#ffe9a6" if pad.light.lamps else pad.tone("#e9f2f2"),
    )
    pad.fill(polygon([(x - 25, base - height - 20), (x, base - height - 44), (x + 25, base - height - 20)]), iron)
    pad.close()
