"""The cave, with its way out, its dripstone and its crystals."""

from storyforge_site.providers.offline.illustrator import evergreens, ground, undergrowth
from storyforge_site.providers.offline.illustrator.colour import darker, lighter, mix
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.places.footing import Footing, Wish
from storyforge_site.providers.offline.illustrator.shapes import (
    box,
    circle,
    ellipse,
    filled,
    height_at,
    polygon,
    ridge,
    smooth,
)


def cave(pad: Pad, wish: Wish) -> Footing:
    rng = pad.rng
    rock, glow, crystal = rng.choice(
        (
            ("#6a5f8a", "#ffd98a", "#8ff0e8"),
            ("#4f6a80", "#bff4e8", "#f2a8e0"),
            ("#7a5f58", "#ffcf7a", "#8fd0ff"),
        )
    )
    dim = 0.85 if pad.light.is_night else 1.0
    base = mix("#15142c", rock, 0.75 * dim)
    pad.fill(box(-80, -80, 1184, 1200), pad.linear((0, darker(base, 0.45)), (0.55, base), (1, darker(base, 0.3))))
    pad.on("far")
    mouth = rng.choice((512.0, 430, 600))
    _mouth(pad, mouth, glow)
    pad.on("middle")
    for layer, depth in ((0, 0.34), (1, 0.12)):
        tone = mix(darker(rock, 0.2 + layer * 0.24), glow, depth * 0.35)
        _stalactites(pad, tone, 90 + layer * 30)
        _walls(pad, 285 + layer * 110, tone, glow)
    for _ in range(26):
        x, y = rng.uniform(60, 964), rng.uniform(40, 330)
        pad.halo(x, y, rng.uniform(10, 20), crystal, 0.7)
        pad.fill(circle(x, y, 2.2), "#f4fffb", 0.9)
    pad.on("ground")
    line = ridge(rng, 768, 14, steps=6)
    pad.fill(
        filled(line),
        pad.linear((0, mix(lighter(rock, 0.24), glow, 0.22)), (0.4, rock), (1, darker(rock, 0.42))),
    )
    spill = pad.radial((0, glow, 0.6), (1, glow, 0.0))
    pad.add(f'<ellipse cx="{mouth:.0f}" cy="800" rx="360" ry="90" fill="{spill}"/>')
    if rng.random() < 0.6:
        x = rng.choice((250.0, 780))
        pad.fill(ellipse(x, 850, 190, 34), mix("#3f9fc0", rock, 0.2))
        pad.fill(ellipse(x - 20, 844, 150, 22), "#7fd4e0", 0.6)
        pad.line(f"M{x - 90} 846h70M{x - 10} 856h90", "#e4fbff", 4, 0.7)
    for _ in range(16):
        x, y = rng.uniform(0, 1024), rng.uniform(800, 1000)
        pad.fill(ellipse(x, y, rng.uniform(10, 34), rng.uniform(4, 9)), darker(rock, 0.35), 0.5)
    pad.on("behind")
    for x in (rng.uniform(60, 130), rng.uniform(200, 260), rng.uniform(790, 850), rng.uniform(900, 970)):
        _crystals(pad, x, rng.uniform(830, 880), rng.uniform(70, 140), crystal if rng.random() < 0.7 else glow)
    for _ in range(5):
        x = rng.choice((rng.uniform(30, 300), rng.uniform(730, 1000)))
        y = rng.uniform(850, 900)
        pad.halo(x, y - 20, 60, crystal, 0.35)
        undergrowth.mushroom(pad, x, y, rng.uniform(14, 26), mix(crystal, "#7f9ff0", 0.4))
    pad.on("front")
    _stalactites(pad, darker(rock, 0.66), 60, edges=True)
    for x in (-10, 1034):
        pad.fill(
            smooth([(x - 170, 1080), (x - 110, 900), (x, 840), (x + 110, 910), (x + 170, 1080)], closed=True),
            darker(rock, 0.66),
        )
    return Footing(far=770)


def _mouth(pad: Pad, x: float, glow: str) -> None:
    """The way out, with the sky in it."""
    d = smooth(
        [
            (x - 190, 760),
            (x - 210, 560),
            (x - 130, 390),
            (x + 10, 340),
            (x + 150, 400),
            (x + 205, 570),
            (x + 180, 760),
        ],
        closed=True,
    )
    pad.halo(x, 560, 470, glow, 0.6)
    top, middle, low = pad.light.sky
    pad.add(f"<g{pad.clip(d)}>")
    pad.fill(d, pad.linear((0, top), (0.5, middle), (1, low)))
    if pad.light.is_night:
        pad.fill(
            "".join(
                circle(x + pad.rng.uniform(-180, 180), pad.rng.uniform(370, 600), pad.rng.uniform(1.4, 3))
                for _ in range(22)
            ),
            "#fff6dc",
        )
    line = ground.hill(pad, 600, 18, "#7fae8a", 0.45)
    evergreens.triangle_firs(pad, [(k, height_at(line, k) + 6) for k in range(200, 860, 34)], 70, "#4f8f70", 0.4)
    ground.hill(pad, 668, 14, "#86b86a", 0.15)
    pad.add("</g>")
    pad.line(d, mix(glow, "#6a5f8a", 0.45), 9, 0.55)


def _walls(pad: Pad, half: float, tone: str, glow: str) -> None:
    """Bulging rock to both sides, lit on the edge that faces the way out."""
    rng = pad.rng
    for side in (-1, 1):
        edge = [
            (512 + side * half * reach * rng.uniform(0.92, 1.08), y)
            for reach, y in ((0.62, 120), (0.9, 260), (1.06, 400), (0.94, 540), (1.14, 660), (0.86, 800))
        ]
        outer = 512 + side * 620
        rock = pad.linear((0, darker(tone, 0.3)), (1, lighter(tone, 0.06)))
        pad.fill(f"{smooth(edge)}L{outer} 820V-90H{edge[0][0]:.1f}Z", rock)
        pad.line(smooth(edge), mix(tone, glow, 0.4), 6, 0.5)


def _stalactites(pad: Pad, tone: str, long: float, *, edges: bool = False) -> None:
    rng = pad.rng
    points = "M-90 -90"
    x = -90.0
    while x < 1110:
        step = rng.uniform(50, 110)
        edge = abs(x + step / 2 - 512) / 512
        drop = (
            (20 + long * 2.6 * edge**1.5) * rng.uniform(0.6, 1.2)
            if edges
            else 70 + long * rng.uniform(0.4, 1.5) * (0.5 + edge)
        )
        points += (
            f"L{x:.0f} {drop * 0.3:.0f}Q{x + step * 0.4:.0f} {drop * 0.5:.0f} "
            f"{x + step / 2:.0f} {drop:.0f}Q{x + step * 0.6:.0f} {drop * 0.5:.0f} "
            f"{x + step:.0f} {drop * 0.3:.0f}"
        )
        x += step
    pad.fill(points + "L1110 -90Z", tone)


def _crystals(pad: Pad, x: float, base: float, size: float, colour: str) -> None:
    pad.halo(x, base - size * 0.5, size * 1.5, colour, 0.55)
    pad.open()
    for turn, tall in ((-26, 0.7), (24, 0.78), (-4, 1.0)):
        w = size * 0.15
        tip = size * tall
        pad.add(f'<g transform="translate({x:.1f} {base:.1f}) rotate({turn})">')
        pad.fill(
            polygon([(-w, 0), (-w, -tip * 0.74), (0, -tip), (w, -tip * 0.74), (w, 0)]),
            pad.linear((0, lighter(colour, 0.5)), (1, darker(colour, 0.2))),
        )
        pad.fill(polygon([(0, 0), (0, -tip), (w, -tip * 0.74), (w, 0)]), darker(colour, 0.3), 0.35)
        pad.add("</g>")
    pad.close()
