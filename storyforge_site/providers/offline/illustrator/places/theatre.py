"""The stage, its curtains and its lights."""

from storyforge_site.providers.offline.illustrator.colour import darker, lighter
from storyforge_site.providers.offline.illustrator.light import limelight
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.places.footing import Footing, Support, Wish
from storyforge_site.providers.offline.illustrator.shapes import box, circle, ellipse, polygon, sparkle, star


def stage(pad: Pad, wish: Wish) -> Footing:
    rng = pad.rng
    pad.light = limelight(pad.light)
    drape, back, glow = rng.choice(
        (
            ("#b8343f", "#2f3f7a", "#ffe9a8"),
            ("#6a3f9a", "#1f5a80", "#ffe0b8"),
            ("#1f7a6a", "#4a2f6a", "#fff0b0"),
            ("#c05a2f", "#2a4a6a", "#ffe4a0"),
        )
    )
    pad.fill(
        box(-80, -80, 1184, 900),
        pad.linear((0, pad.tone(darker(back, 0.3))), (0.6, pad.tone(back)), (1, pad.tone(lighter(back, 0.3)))),
    )
    pad.on("far")
    _backdrop(pad, back)
    pad.on("middle")
    _side_folds(pad, drape)
    pad.on("ground")
    boards = "#c98f5c"
    pad.fill(
        box(-80, 708, 1184, 420),
        pad.linear((0, pad.tone(darker(boards, 0.25))), (0.4, pad.tone(boards)), (1, pad.tone(darker(boards, 0.3)))),
    )
    pad.line(
        "".join(f"M{512 + (k - 512) * 0.86:.0f} 710L{512 + (k - 512) * 1.8:.0f} 1110" for k in range(-420, 1500, 80)),
        pad.tone(darker(boards, 0.35)),
        2.6,
        0.5,
    )
    pad.on("behind")
    for x, aim in ((180.0, 400), (844, 624), (512, 512)):
        beam = pad.linear((0, glow, 0.5), (0.7, glow, 0.16), (1, glow, 0.0))
        pad.fill(polygon([(x - 24, 20), (x + 24, 20), (aim + 190, 900), (aim - 190, 900)]), beam)
    pad.add(
        '<ellipse cx="512" cy="880" rx="430" ry="88" '
        f'fill="{pad.radial((0, glow, 0.62), (0.7, glow, 0.3), (1, glow, 0.0))}"/>'
    )
    _valance(pad, drape)
    for x in (180.0, 512, 844):
        _spot(pad, x, 120, glow)
    for k in range(11):
        x = 62.0 + k * 90
        pad.halo(x, 962, 44, glow, 0.5)
        pad.fill(f"M{x - 20} 972a20 20 0 0 1 40 0Z", pad.tone("#f6d28a"))
    pad.fill(box(-80, 970, 1184, 140), pad.linear((0, pad.tone("#8a5a3c")), (1, pad.tone("#5f3d30"))))
    for _ in range(18):
        pad.fill(sparkle(rng.uniform(180, 844), rng.uniform(230, 660), rng.uniform(4, 9)), "#fff6d6", 0.7)
    pad.on("front")
    return Footing(feet=880, far=716, indoors=True, support=Support.FLOOR)


def _backdrop(pad: Pad, back: str) -> None:
    """Painted scenery: clouds and stars on strings, or rolling hills."""
    rng = pad.rng
    tone = pad.tone(lighter(back, 0.22))
    pad.fill("M-80 700V560Q160 470 400 560T800 540T1104 560V720Z", tone)
    pad.fill("M-80 720V640Q260 560 560 640T1104 620V720Z", pad.tone(lighter(back, 0.36)))
    for _ in range(7):
        x, y = rng.uniform(210, 814), rng.uniform(230, 470)
        pad.line(f"M{x:.0f} 0V{y:.0f}", tone, 2, 0.6)
        pad.fill(star(x, y, rng.uniform(14, 28), turn=rng.uniform(-0.3, 0.3)), pad.tone("#f6d88a"))
    x = rng.choice((330.0, 690))
    pad.line(f"M{x} 0V260", tone, 2, 0.6)
    pad.halo(x, 310, 110, "#fff3c9", 0.4)
    pad.fill(circle(x, 310, 54), pad.tone("#fdf0c4"))


def _side_folds(pad: Pad, drape: str) -> None:
    for side in (-1, 1):
        for at in range(4):
            edge = 512 + side * (600 - at * 62)
            inner = 512 + side * (600 - (at + 1) * 62)
            bottom = 740 - at * 6
            fill = pad.linear(
                (0, pad.tone(darker(drape, 0.34))),
                (0.5, pad.tone(lighter(drape, 0.12))),
                (1, pad.tone(darker(drape, 0.3))),
                x2=1,
                y2=0,
            )
            pad.fill(
                (
                    f"M{edge} -60V{bottom}Q{(edge + inner) / 2} {bottom + 16} {inner} {bottom}"
                    f"Q{inner - side * 12} 360 {inner} -60Z"
                ),
                fill,
            )
        x = 512 + side * 460
        pad.fill(box(x - 130, 520, 260, 20, 10), pad.tone("#f0c45a"))
        for k in range(5):
            pad.line(f"M{x - side * 120} 536v{46 + k * 5}m{6 - k * 3} 0", pad.tone("#f6d88a"), 5)


def _valance(pad: Pad, drape: str) -> None:
    """The short curtain along the top, in scallops with a golden fringe."""
    step = 1200 / 7
    for at in range(7):
        x = -88 + at * step
        d = f"M{x:.0f} -90H{x + step:.0f}V76Q{x + step / 2:.0f} 190 {x:.0f} 76Z"
        pad.fill(
            d,
            pad.linear(
                (0, pad.tone(darker(drape, 0.2))),
                (0.6, pad.tone(lighter(drape, 0.14))),
                (1, pad.tone(darker(drape, 0.22))),
            ),
        )
        pad.line(f"M{x:.0f} 76Q{x + step / 2:.0f} 190 {x + step:.0f} 76", pad.tone("#f0c45a"), 9)
        pad.fill(circle(x, 82, 12), pad.tone("#f6d88a"))


def _spot(pad: Pad, x: float, y: float, glow: str) -> None:
    pad.halo(x, y + 18, 90, glow, 0.6)
    pad.fill(box(x - 24, y - 46, 48, 58, 12), pad.tone("#3a3648"))
    pad.fill(ellipse(x, y + 14, 27, 11), "#fff6d0")
