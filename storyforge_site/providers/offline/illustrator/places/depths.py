"""The world under water."""

import math

from storyforge_site.providers.offline.illustrator import ground
from storyforge_site.providers.offline.illustrator.colour import darker, lighter, mix
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.places.footing import Footing, Wish
from storyforge_site.providers.offline.illustrator.places.reef import coral, fan, fish, kelp, sea_star, shell
from storyforge_site.providers.offline.illustrator.shapes import (
    box,
    circle,
    height_at,
    polygon,
    ridge,
    smooth,
)


def underwater(pad: Pad, wish: Wish) -> Footing:
    rng = pad.rng
    deep, mid, top, sand = rng.choice(
        (
            ("#1d5f9a", "#3f9fc8", "#a8e8ec", "#e8d3a4"),
            ("#1f5a80", "#3aa3a8", "#b4f0d8", "#d9cfa8"),
            ("#3a4f9a", "#5f8fd0", "#bce0f6", "#dcc8b8"),
        )
    )
    night = (0.42, 0.5, 0.72) if pad.light.is_night else pad.light.factors
    deep, mid, top = (mix(pad.tone(it), it, 0.25 if night[0] < 0.5 else 0.5) for it in (deep, mid, top))
    pad.fill(box(-80, -80, 1184, 1200), pad.linear((0, top), (0.32, mid), (1, deep), soft=True))
    x = rng.choice((260.0, 512, 770))
    pad.halo(x, -40, 520, "#f4fff0", 0.25 if pad.light.is_night else 0.6)
    for at in range(7):
        left = x - 300 + at * 92 + rng.uniform(-24, 24)
        shaft = pad.linear((0, "#f4fff4", 0.1 if pad.light.is_night else 0.3), (1, "#f4fff4", 0.0))
        pad.fill(
            polygon(
                [
                    (left, -40),
                    (left + 46, -40),
                    (left + (left - x) * 0.7 + 120, 800),
                    (left + (left - x) * 0.7 - 60, 800),
                ]
            ),
            shaft,
        )
    pad.on("far")
    haze = mid
    for y, depth, tone in ((650.0, 0.72, "#4f7f9a"), (720, 0.5, "#5a8a90")):
        line = ridge(rng, y, 46, steps=6)
        pad.fill(smooth(line) + "V1110H-80Z", mix(pad.tone(tone), haze, depth))
        for _ in range(8):
            k = rng.uniform(0, 1024)
            kelp(pad, k, height_at(line, k) + 20, rng.uniform(90, 230), "#5f9f80", 9, haze, depth)
    for _ in range(8):
        fish(pad, rng.uniform(80, 944), rng.uniform(260, 600), rng.uniform(10, 18), mix("#5f9fc0", haze, 0.35))
    pad.on("middle")
    for x in (rng.uniform(40, 180), rng.uniform(850, 990)):
        ground.stone(pad, x, 846, rng.uniform(220, 320), "#6f7f9a")
    pad.on("ground")
    line = ridge(rng, 800, 18, steps=6)
    pad.fill(
        smooth(line) + "V1110H-80Z",
        pad.linear((0, pad.tone(lighter(sand, 0.1))), (0.4, pad.tone(sand)), (1, pad.tone(darker(sand, 0.3)))),
    )
    for _ in range(12):
        x, y = rng.uniform(0, 1024), rng.uniform(830, 1000)
        pad.line(f"M{x - 50:.0f} {y:.0f}q25 -10 50 0t50 0", pad.tone(lighter(sand, 0.5)), 4, 0.5)
    ground.pebbles(pad, 830, sand, 18)
    pad.on("behind")
    _reef(pad)
    pad.on("front")
    for _ in range(26):
        x, y, r = rng.uniform(30, 994), rng.uniform(60, 900), rng.choice((4, 6, 9, 14))
        pad.fill(circle(x, y, r), "#ffffff", 0.16)
        pad.line(circle(x, y, r), "#f4ffff", 1.8, 0.6)
        pad.fill(circle(x - r * 0.35, y - r * 0.35, r * 0.22), "#ffffff", 0.9)
    return Footing(far=760, submerged=True, water=mid)


def _reef(pad: Pad) -> None:
    rng = pad.rng
    corals = ("#f2707a", "#f59a5a", "#c97ac8", "#f2b84f", "#ef8fb0", "#7a8ae0")
    for x, base in ((50.0, 866), (140, 884), (230, 858), (800, 862), (890, 884), (980, 868)):
        painter = rng.choice((coral, coral, fan, kelp))
        if painter is kelp:
            for k in (-24, 0, 26):
                kelp(pad, x + k, base, rng.uniform(170, 330), rng.choice(("#4f9f6a", "#7aae4f", "#3f8f80")), 17)
        else:
            painter(pad, x, base, rng.uniform(110, 190), rng.choice(corals))
    for _ in range(4):
        x = rng.choice((rng.uniform(90, 330), rng.uniform(700, 940)))
        rng.choice((shell, sea_star))(pad, x, rng.uniform(880, 940), rng.uniform(14, 22))
    for _ in range(5):
        angle = rng.uniform(0, math.tau)
        fish(
            pad,
            512 + math.cos(angle) * 400,
            430 + math.sin(angle) * 200,
            rng.uniform(17, 27),
            rng.choice(("#f6b03c", "#f2707a", "#f6e05a", "#9fd8f0")),
        )
