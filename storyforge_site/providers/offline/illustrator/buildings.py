"""Houses and other buildings, standing on (x, base). At night their windows are lit."""

from storyforge_site.providers.offline.illustrator.colour import darker, lighter
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.shapes import box, circle, leafy, polygon

WALLS = ("#fbeed6", "#f7d9c0", "#f3c9c4", "#dfe8d0", "#cfe0ea", "#f6e1a6", "#e4d3ea")
ROOFS = ("#c9604f", "#a85a6a", "#5f7fa8", "#6f8f6a", "#d98a4f", "#7a6aa8")


def pane(
    pad: Pad, x: float, y: float, width: float, height: float, depth: float = 0.0, *, arched: bool = False
) -> None:
    """A window, its lower left corner at (x, y)."""
    frame = pad.tone("#fffaf0", depth)
    r = width / 2 if arched else width * 0.1
    if pad.light.lamps:
        glass = pad.linear((0, "#ffe28a"), (1, "#ffb95a"))
        if depth < 0.4:
            pad.halo(x + width / 2, y - height / 2, height * 1.2, "#ffd27a", 0.4)
    else:
        glass = pad.linear((0, pad.tone("#a9d3e8", depth)), (1, pad.tone("#dff0f2", depth)))
    shape = box(x, y - height, width, height, r) + (box(x, y - height / 2, width, height / 2) if arched else "")
    pad.fill(shape, glass)
    pad.line(shape if not arched else box(x, y - height, width, height, r), frame, max(2, width * 0.1))
    pad.line(
        f"M{x + width / 2:.1f} {y - height:.1f}V{y:.1f}M{x:.1f} {y - height * 0.5:.1f}h{width:.1f}",
        frame,
        max(1.6, width * 0.08),
    )


def door(pad: Pad, x: float, base: float, width: float, height: float, colour: str, depth: float = 0.0) -> None:
    shape = (
        f"M{x - width / 2:.1f} {base:.1f}v{-height * 0.6:.1f}a{width / 2:.1f} "
        f"{height * 0.4:.1f} 0 0 1 {width:.1f} 0v{height * 0.6:.1f}Z"
    )
    pad.fill(
        shape,
        pad.linear((0, pad.tone(lighter(colour, 0.1), depth)), (1, pad.tone(darker(colour, 0.2), depth))),
    )
    pad.line(shape, pad.tone(darker(colour, 0.4), depth), max(2, width * 0.07))
    pad.fill(circle(x + width * 0.26, base - height * 0.42, max(1.6, width * 0.07)), pad.tone("#f6d26a", depth))


def cottage(pad: Pad, x: float, base: float, width: float, depth: float = 0.0) -> None:
    """A house with a big crooked roof, a chimney and flowers at the sill."""
    rng = pad.rng
    wall, roof = rng.choice(WALLS), pad.land(rng.choice(ROOFS))
    w, h, tall = width * 0.78, width * 0.46, width * 0.5
    left, top = x - w / 2, base - h
    pad.open()
    cx = x + w * rng.choice((-0.26, 0.26))
    pad.fill(box(cx - w * 0.06, top - tall * 0.95, w * 0.12, tall * 0.7), pad.tone("#b9856a", depth))
    pad.fill(box(cx - w * 0.08, top - tall, w * 0.16, tall * 0.1), pad.tone("#9a6a55", depth))
    _smoke(pad, cx, top - tall * 1.02, width * 0.06, depth)
    pad.fill(
        box(left, top, w, h),
        pad.linear(
            (0, pad.tone(darker(wall, 0.1), depth)),
            (0.3, pad.tone(wall, depth)),
            (1, pad.tone(darker(wall, 0.12), depth)),
        ),
    )
    eaves = w * 0.1
    pad.fill(
        (
            f"M{left - eaves:.1f} {top + h * 0.06:.1f}Q{x - w * 0.28:.1f} "
            f"{top - tall * 0.42:.1f} {x - w * 0.2:.1f} {top - tall:.1f}"
            f"H{x + w * 0.2:.1f}Q{x + w * 0.28:.1f} {top - tall * 0.42:.1f} "
            f"{left + w + eaves:.1f} {top + h * 0.06:.1f}Z"
        ),
        pad.linear((0, pad.tone(lighter(roof, 0.14), depth)), (1, pad.tone(darker(roof, 0.2), depth))),
    )
    pad.bare()
    for at in (0.25, 0.5, 0.75):
        y = top - tall * (1 - at)
        half = w * (0.2 + at * 0.3)
        scallops = "".join(f"q{half / 8:.1f} {width * 0.025:.1f} {half / 4:.1f} 0" for _ in range(8))
        pad.line(
            f"M{x - half:.1f} {y:.1f}{scallops}",
            pad.tone(darker(roof, 0.3), depth),
            max(1.4, width * 0.008),
            0.6,
        )
    door(pad, x, base, w * 0.2, h * 0.72, rng.choice(("#8a5a3c", "#5f8f7a", "#b8574f", "#4f6f9a")), depth)
    for side in (-0.32, 0.32):
        wx = x + side * w - w * 0.09
        pane(pad, wx, base - h * 0.28, w * 0.18, h * 0.4, depth)
        pad.fill(box(wx - w * 0.02, base - h * 0.28, w * 0.22, h * 0.08, 2), pad.tone("#9a6a4a", depth))
        d = "".join(circle(wx + w * 0.18 * k / 4, base - h * 0.3, w * 0.018) for k in range(5))
        pad.fill(d, pad.tone(rng.choice(("#f2607a", "#f6c04d", "#b48af0")), depth))
    pane(pad, x - w * 0.07, top - tall * 0.28, w * 0.14, w * 0.15, depth, arched=True)
    if depth < 0.3:
        for side in (-1, 1):
            pad.fill(
                leafy(rng, x + side * w * 0.46, base - h * 0.06, w * 0.1, h * 0.14, bumps=8),
                pad.tone("#5fa050", depth),
            )
    pad.close()
    pad.close()


def _smoke(pad: Pad, x: float, y: float, r: float, depth: float) -> None:
    d = "".join(circle(x + k * r * 0.55, y - k * r * 1.5, r * (0.7 + k * 0.28)) for k in range(4))
    pad.fill(d, pad.tone("#f4f1ee", min(1, depth + 0.2)), 0.5)


def barn(pad: Pad, x: float, base: float, width: float, colour: str, depth: float = 0.0) -> None:
    w, h = width, width * 0.52
    left, top = x - w / 2, base - h
    roof = [
        (left - 14, top + 8),
        (left + w * 0.1, top - h * 0.42),
        (x, top - h * 0.78),
        (left + w * 0.9, top - h * 0.42),
        (left + w + 14, top + 8),
    ]
    pad.open()
    gable = [
        (left, base),
        (left, top),
        (left + w * 0.12, top - h * 0.38),
        (x, top - h * 0.7),
        (left + w * 0.88, top - h * 0.38),
        (left + w, top),
        (left + w, base),
    ]
    pad.fill(
        polygon(gable),
        pad.linear((0, pad.tone(lighter(colour, 0.12), depth)), (1, pad.tone(darker(colour, 0.2), depth))),
    )
    pad.bare()
    boards = "".join(f"M{left + w * k / 11:.1f} {base}V{top}" for k in range(1, 11))
    pad.line(boards, pad.tone(darker(colour, 0.3), depth), 2, 0.4)
    pad.close()
    pad.line("M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in roof), pad.tone("#6a5560", depth), 20)
    white = pad.tone("#fff6ea", depth)
    dw, dh = w * 0.34, h * 0.66
    pad.fill(box(x - dw / 2, base - dh, dw, dh), pad.tone(darker(colour, 0.3), depth))
    pad.line(
        (
            f"{box(x - dw / 2, base - dh, dw, dh)}M{x:.1f} {base - dh:.1f}v{dh:.1f}"
            f"M{x - dw / 2:.1f} {base - dh:.1f}l{dw / 2:.1f} {dh:.1f}M{x:.1f} {base - dh:.1f}"
            f"l{dw / 2:.1f} {dh:.1f}"
        ),
        white,
        6,
    )
    pane(pad, x - w * 0.07, top - h * 0.12, w * 0.14, h * 0.26, depth, arched=True)
    for side in (-0.36, 0.36):
        pane(pad, x + side * w - w * 0.06, base - h * 0.36, w * 0.12, h * 0.26, depth)
    pad.close()


def windmill(pad: Pad, x: float, base: float, height: float, depth: float = 0.0) -> None:
    w = height * 0.2
    wall = pad.rng.choice(("#f7ead4", "#e9d6c4", "#f3e6e0"))
    cap_y = base - height * 0.66
    pad.open()
    pad.fill(
        polygon([(x - w, base), (x - w * 0.6, cap_y), (x + w * 0.6, cap_y), (x + w, base)]),
        pad.linear((0, pad.tone(wall, depth)), (1, pad.tone(darker(wall, 0.24), depth)), x2=1, y2=0),
    )
    pad.fill(
        (f"M{x - w * 0.75:.1f} {cap_y:.1f}Q{x:.1f} {cap_y - height * 0.26:.1f} {x + w * 0.75:.1f} {cap_y:.1f}Z"),
        pad.tone("#b8604f", depth),
    )
    door(pad, x, base, w * 0.5, height * 0.2, "#8a5a3c", depth)
    pane(pad, x - w * 0.18, base - height * 0.36, w * 0.36, w * 0.5, depth)
    hub_y = cap_y - height * 0.04
    turn = pad.rng.uniform(10, 80)
    for at in range(4):
        pad.add(f'<g transform="translate({x:.1f} {hub_y:.1f}) rotate({turn + at * 90:.1f})">')
        pad.fill(box(4, -height * 0.42, height * 0.09, height * 0.34), pad.tone("#fff8ea", depth), 0.95)
        pad.line(f"M4 0V{-height * 0.43:.1f}", pad.tone("#8a6a50", depth), max(2, height * 0.014))
        pad.add("</g>")
    pad.fill(circle(x, hub_y, height * 0.02), pad.tone("#6a4a3a", depth))
    pad.close()
