"""Mountain, cave, desert and snowfield."""

import math

from storyforge_site.providers.offline.illustrator import buildings, evergreens, ground, undergrowth
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
from storyforge_site.providers.offline.illustrator.sky import paint_sky


def mountain(pad: Pad, wish: Wish) -> Footing:
    rng = pad.rng
    rock, grass, leaves = rng.choice(
        (
            ("#7f8fb4", "#8fbf6f", "#3f8a60"),
            ("#9a8aa8", "#a5bf6a", "#4f8a5f"),
            ("#8a97a8", "#86b889", "#3f7f78"),
        )
    )
    paint_sky(pad, 520)
    pad.on("far")
    ground.peaks(pad, 600, rng.uniform(270, 330), rock, 0.6, count=3, snow=0.34)
    pad.fill(box(-80, 500, 1184, 140), pad.linear((0, pad.light.haze, 0.0), (1, pad.light.haze, 0.6)))
    ground.peaks(pad, 660, rng.uniform(190, 250), darker(rock, 0.1), 0.36, count=4, snow=0.24)
    pad.on("middle")
    line = ground.hill(pad, 640, 34, mix(grass, leaves, 0.3), 0.26)
    evergreens.triangle_firs(pad, [(x, height_at(line, x) + 12) for x in range(-30, 1080, 44)], 100, leaves, 0.26)
    if rng.random() < 0.6:
        x = rng.choice((200.0, 800))
        ground.hill(pad, 700, 8, grass, 0.16)
        buildings.cottage(pad, x, 716, 150, 0.14)
    else:
        _waterfall(pad, rng.choice((170, 850)), 690)
    for x in (40.0, 330, 690, 984):
        evergreens.fir(pad, x + rng.uniform(-40, 40), 730, rng.uniform(150, 230), leaves, 0.12)
    pad.on("ground")
    ground.flat_ground(pad, 724, grass, sway=18)
    ground.path(pad, rng.choice((300, 720)), 730, 512 + rng.uniform(-100, 100), "#cdb592", width=200)
    undergrowth.grass(pad, 770, grass, 44)
    undergrowth.flowers(pad, 780, 26)
    pad.on("behind")
    side = rng.choice((-1, 1))
    evergreens.fir(pad, 512 + side * 460, 840, rng.uniform(500, 640), leaves)
    for x, size in ((512 - side * 420, 200), (512 - side * 330, 110), (512 + side * 350, 90)):
        ground.stone(pad, x, 846, size, rock)
    pad.on("front")
    undergrowth.front_leaves(pad, leaves, tall=110)
    return Footing(far=716)


def _waterfall(pad: Pad, x: float, base: float) -> None:
    pad.fill(
        polygon(
            [
                (x - 120, base + 40),
                (x - 90, base - 230),
                (x - 20, base - 260),
                (x + 40, base - 250),
                (x + 110, base - 190),
                (x + 140, base + 40),
            ]
        ),
        pad.linear((0, pad.tone("#8a8fa8", 0.2)), (1, pad.tone("#6a7088", 0.2))),
    )
    pad.fill(
        (
            f"M{x - 26} {base - 254}Q{x} {base - 266} {x + 30} {base - 250}Q{x + 34} "
            f"{base - 100} {x + 50} {base + 30}H{x - 40}Q{x - 22} {base - 100} {x - 26} "
            f"{base - 254}Z"
        ),
        pad.linear((0, pad.tone("#dff4fb")), (1, pad.tone("#a8dcee"))),
    )
    pad.line(
        "".join(f"M{x + k} {base - 244}q2 120 {k * 0.4:.0f} 260" for k in (-14, 2, 18)),
        pad.tone("#ffffff"),
        4,
        0.8,
    )
    pad.fill("".join(circle(x + k * 18, base + 30, 24) for k in range(-3, 4)), pad.tone("#f4fcff"), 0.6)


def desert(pad: Pad, wish: Wish) -> Footing:
    rng = pad.rng
    sand, rock = rng.choice((("#f0bd6e", "#c9765a"), ("#eab07a", "#b86a6a"), ("#f3cf8a", "#c98a5a")))
    paint_sky(pad, 560)
    pad.on("far")
    _mesas(pad, rock)
    for y, depth in ((590.0, 0.5), (640, 0.32)):
        _dune(pad, y, 34, sand, depth)
    pad.on("middle")
    _dune(pad, 690, 34, sand, 0.16)
    if rng.random() < 0.55:
        _oasis(pad, rng.choice((210, 810)), 716)
    else:
        for x in (150.0, 330, 700, 880):
            evergreens.cactus(
                pad,
                x + rng.uniform(-40, 40),
                724 + rng.uniform(-10, 20),
                rng.uniform(70, 120),
                "#6fa86a",
                0.16,
            )
    pad.on("ground")
    _dune(pad, 770, 20, sand, 0.0)
    for _ in range(16):
        x, y = rng.uniform(-20, 1000), rng.uniform(800, 1010)
        pad.line(f"M{x:.0f} {y:.0f}q36 -14 72 0t72 0", pad.tone(darker(sand, 0.15)), 3.6, 0.5)
    ground.pebbles(pad, 800, rock, 16)
    pad.on("behind")
    side = rng.choice((-1, 1))
    evergreens.cactus(pad, 512 + side * 420, 850, rng.uniform(300, 380), "#5f9f6a")
    evergreens.cactus(pad, 512 - side * 440, 846, rng.uniform(150, 220), "#6fa85a")
    ground.stone(pad, 512 - side * 350, 858, 110, rock)
    ground.stone(pad, 512 + side * 320, 846, 70, rock)
    for k in range(3):
        undergrowth.fern(pad, 512 - side * (300 + k * 60), 880, 46, "#b0b060")
    pad.on("front")
    return Footing(far=700)


def _mesas(pad: Pad, rock: str) -> None:
    rng = pad.rng
    for x in (rng.uniform(60, 240), rng.uniform(420, 620), rng.uniform(760, 980)):
        half, tall = rng.uniform(70, 130), rng.uniform(110, 210)
        body = [
            (x - half * 1.3, 640),
            (x - half, 600 - tall * 0.4),
            (x - half * 0.8, 600 - tall),
            (x + half * 0.75, 604 - tall),
            (x + half, 600 - tall * 0.35),
            (x + half * 1.35, 640),
        ]
        pad.fill(polygon(body), pad.linear((0, pad.tone(lighter(rock, 0.14), 0.4)), (1, pad.tone(rock, 0.6))))
        for at in (0.3, 0.55):
            pad.line(
                f"M{x - half * 0.9:.0f} {600 - tall * at:.0f}q{half * 0.9:.0f} 10 {half * 1.85:.0f} 0",
                pad.tone(darker(rock, 0.2), 0.45),
                5,
                0.5,
            )


def _dune(pad: Pad, y: float, sway: float, sand: str, depth: float) -> None:
    """A dune with a sharp crest: a lit side and a shaded one."""
    rng = pad.rng
    x = rng.uniform(240, 780)
    pad.fill(
        (
            f"M-80 {y + sway:.0f}Q{x * 0.5:.0f} {y + sway * 0.6:.0f} {x:.0f} {y - sway:.0f}"
            f"Q{(x + 1104) / 2:.0f} {y + sway:.0f} 1104 {y + sway * 0.4:.0f}V1110H-80Z"
        ),
        pad.linear((0, pad.tone(lighter(sand, 0.24), depth)), (1, pad.tone(darker(sand, 0.06), depth))),
    )
    pad.fill(
        (
            f"M{x:.0f} {y - sway:.0f}Q{(x + 1104) / 2:.0f} {y + sway:.0f} 1104 "
            f"{y + sway * 0.4:.0f}V1110H{x - 60:.0f}Q{x + 150:.0f} {y + sway * 4:.0f} {x:.0f} "
            f"{y - sway:.0f}Z"
        ),
        pad.tone(darker(sand, 0.2), depth),
        0.5,
    )


def _oasis(pad: Pad, x: float, y: float) -> None:
    pad.fill(ellipse(x, y + 14, 150, 26), pad.tone("#9cc07a", 0.1))
    pad.fill(ellipse(x, y + 16, 116, 17), pad.tone("#7fcfe0", 0.05))
    pad.fill(ellipse(x - 20, y + 13, 70, 6), pad.tone("#e4fbff"), 0.7)
    for dx, tall in ((-90, 210), (96, 180), (-50, 150)):
        evergreens.palm(pad, x + dx, y + 12, tall, "#5f9f5a", 0.1)


def snowfield(pad: Pad, wish: Wish) -> Footing:
    rng = pad.rng
    snow, leaves = "#f3f8ff", rng.choice(("#3f7f78", "#4f8580", "#3f7090"))
    paint_sky(pad, 560)
    if pad.light.is_night and not pad.light.is_overcast and rng.random() < 0.6:
        _aurora(pad)
    pad.on("far")
    ground.peaks(pad, 600, rng.uniform(180, 260), "#8fa5cc", 0.5, count=4, snow=0.5)
    line = _drift(pad, 590, 22, snow, 0.34)
    evergreens.triangle_firs(pad, [(x, height_at(line, x) + 8) for x in range(-30, 1080, 40)], 110, leaves, 0.5)
    pad.on("middle")
    _drift(pad, 640, 24, snow, 0.18)
    if rng.random() < 0.6:
        x = rng.choice((230.0, 790))
        _hut(pad, x, 706)
    for x in (30.0, 130, 400, 620, 900, 1000):
        evergreens.fir(
            pad,
            x + rng.uniform(-30, 30),
            700 + rng.uniform(-6, 18),
            rng.uniform(170, 290) * (0.6 if 350 < x < 680 else 1),
            leaves,
            0.12,
            snow=True,
        )
    pad.on("ground")
    _drift(pad, 730, 16, snow, 0.0)
    for _ in range(10):
        x, y = rng.uniform(0, 1024), rng.uniform(780, 1000)
        pad.fill(ellipse(x, y, rng.uniform(60, 160), rng.uniform(6, 14)), pad.tone("#bcd0ee"), 0.45)
    for k in range(7):
        y = 770 + k * 30
        pad.fill(ellipse(280 + k * 26 + (12 if k % 2 else -12), y, 8 + k, 4 + k * 0.5), pad.tone("#aac2e6"), 0.7)
    pad.on("behind")
    for x in (rng.uniform(0, 60), rng.uniform(960, 1030)):
        evergreens.fir(pad, x, 840, rng.uniform(480, 620), leaves, snow=True)
    ground.stone(pad, rng.choice((180, 850)), 850, 110, "#a8b8d0")
    pad.fill(ellipse(140, 880, 160, 36) + ellipse(900, 880, 170, 38), pad.tone("#ffffff"), 0.8)
    pad.on("front")
    for x in (-20, 1044):
        pad.fill(ellipse(x, 1030, 230, 96), pad.linear((0, pad.tone("#ffffff")), (1, pad.tone("#c4d6f0"))))
    return Footing(far=700)


def _drift(pad: Pad, y: float, sway: float, snow: str, depth: float) -> list[tuple[float, float]]:
    line = ridge(pad.rng, y, sway, steps=5)
    pad.fill(
        filled(line),
        pad.linear((0, pad.tone(snow, depth)), (0.4, pad.tone("#dce8f8", depth)), (1, pad.tone("#b0c8e8", depth))),
    )
    return line


def _hut(pad: Pad, x: float, base: float) -> None:
    """An igloo with a lit door."""
    pad.open()
    pad.fill(
        f"M{x - 110} {base}a110 104 0 0 1 220 0Z",
        pad.linear((0, pad.tone("#ffffff", 0.05)), (1, pad.tone("#b4cdec", 0.05))),
    )
    pad.fill(f"M{x - 40} {base}v-30a40 44 0 0 1 80 0v30Z", pad.tone("#cfe0f4", 0.05))
    pad.fill(
        f"M{x - 27} {base}v-26a27 32 0 0 1 54 0v26Z",
        "#ffd98a" if pad.light.lamps else pad.tone("#5f7fae", 0.05),
    )
    pad.bare()
    arcs = "".join(f"M{x - w:.0f} {base - h:.0f}q{w:.0f} -16 {2 * w:.0f} 0" for w, h in ((104, 34), (84, 66)))
    pad.line(arcs, pad.tone("#9ab8de", 0.05), 3, 0.6)
    pad.close()
    pad.close()


def _aurora(pad: Pad) -> None:
    rng = pad.rng
    for colour, y in (("#6ff0b8", 150), ("#8ab8f8", 210), ("#c98af0", 120)):
        top = [(x, y + math.sin(x / 170 + rng.uniform(0, 1)) * 44) for x in range(-80, 1120, 120)]
        low = [(x, py + rng.uniform(130, 190)) for x, py in reversed(top)]
        pad.fill(
            smooth(top) + "L" + smooth(low)[1:] + "Z",
            pad.linear((0, colour, 0.0), (0.4, colour, 0.42), (1, colour, 0.0)),
        )
