"""Sky: gradient, sun or moon, stars, clouds, rainbow."""

import math

from storyforge_site.providers.offline.illustrator.colour import lighter, mix
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.shapes import box, circle, sparkle
from storyforge_site.providers.scene import TimeOfDay, Weather


def paint_sky(pad: Pad, horizon: float = 620, *, orb: bool = True, clouds: bool = True) -> float:
    """The whole sky down to a little below `horizon`; where across it sun or moon stands (outside: none)."""
    top, middle, low = pad.light.sky
    fill = pad.linear((0, top), (0.55, middle), (1, low), soft=True)
    pad.fill(box(-80, -80, 1184, horizon + 160), fill)
    if pad.light.is_night and not pad.light.is_overcast:
        stars(pad, horizon - 60)
    if pad.light.weather is Weather.RAINBOW:
        rainbow(pad, horizon)
    shines = orb and not (pad.light.is_overcast and pad.light.weather is not Weather.SNOW)
    orb_x = _orb(pad, horizon) if shines else -900.0
    if clouds:
        _clouds(pad, horizon, orb_x)
    pad.orb_x = orb_x
    return orb_x


def stars(pad: Pad, bottom: float, count: int = 80) -> None:
    rng = pad.rng
    for _ in range(count):
        x, y = rng.uniform(-40, 1064), rng.uniform(-40, 1) + (rng.random() ** 1.5) * bottom
        pad.fill(circle(x, y, rng.choice((1.2, 1.6, 2.2, 3.0))), "#fdf6df", rng.uniform(0.45, 0.95))
    for _ in range(9):
        x, y = rng.uniform(20, 1004), rng.uniform(20, bottom * 0.7)
        pad.fill(sparkle(x, y, rng.uniform(6, 12)), "#fff7dc", 0.9)


def _orb(pad: Pad, horizon: float) -> float:
    """Paints the sun or the moon and says where across it stands."""
    rng = pad.rng
    x = rng.choice((rng.uniform(150, 300), rng.uniform(724, 874)))
    if pad.light.is_night:
        _moon(pad, x, rng.uniform(130, 230), rng.uniform(58, 84))
    elif pad.light.hour is TimeOfDay.DAY:
        _sun(pad, x, rng.uniform(100, 190), rng.uniform(50, 64), 300)
    else:
        _sun(pad, x, horizon - rng.uniform(90, 180), rng.uniform(62, 84), 430)
    return x


def _sun(pad: Pad, x: float, y: float, r: float, reach: float) -> None:
    glow = pad.light.glow
    pad.halo(x, y, reach, glow, 0.75)
    if pad.flat:
        pad.fill(circle(x, y, r * 1.45), glow, 0.35)
    core = pad.radial((0, "#fffdf0"), (0.75, mix(glow, "#ffe38a", 0.5)), (1, mix(glow, "#ffd15c", 0.6)))
    pad.fill(circle(x, y, r), core)


def _moon(pad: Pad, x: float, y: float, r: float) -> None:
    pad.halo(x, y, r * 4.2, "#fff3c9", 0.42)
    face = pad.radial((0, "#fffbe6"), (0.7, "#fdeec0"), (1, "#efd694"), cx=0.4, cy=0.38, r=0.65)
    if pad.rng.random() < 0.4:
        pad.fill(
            f"M{x + r * 0.45:.1f} {y - r:.1f}A{r:.1f} {r:.1f} 0 1 0 {x + r * 0.95:.1f} {y + r * 0.55:.1f}"
            f"A{r * 0.86:.1f} {r * 0.86:.1f} 0 0 1 {x + r * 0.45:.1f} {y - r:.1f}Z",
            face,
        )
        return
    pad.fill(circle(x, y, r), face)
    for dx, dy, size in ((-0.32, -0.1, 0.17), (0.34, 0.38, 0.24), (0.28, -0.42, 0.11), (-0.2, 0.5, 0.1)):
        pad.fill(circle(x + dx * r, y + dy * r, size * r), "#dcb978", 0.42)


def cloud(pad: Pad, x: float, y: float, width: float, colour: str, under: str, opacity: float = 0.95) -> None:
    """A heaped cloud with a flat base at `y`."""
    rng = pad.rng
    count = rng.randint(4, 6)
    puffs = []
    for at in range(count):
        share = (at + 0.5) / count
        r = width * (0.1 + 0.12 * math.sin(math.pi * share)) * rng.uniform(0.85, 1.2)
        puffs.append((x - width / 2 + width * (0.12 + 0.76 * share), y - r * 0.9, r))
    base = width * 0.13
    d = box(x - width / 2, y - base, width, base, base / 2) + "".join(circle(*puff) for puff in puffs)
    pad.fill(d, pad.linear((0, colour), (0.6, colour), (1, under)), opacity)
    lit = "".join(circle(px - r * 0.14, py - r * 0.16, r * 0.72) for px, py, r in puffs)
    pad.fill(lit, lighter(colour, 0.6), 0.35 * opacity)


def _clouds(pad: Pad, horizon: float, orb_x: float) -> None:
    rng, light = pad.rng, pad.light
    overcast = light.is_overcast
    colour = mix(light.sky[2], "#ffffff", 0.1 if light.is_night else 0.72 if not overcast else 0.4)
    if light.is_night:
        colour = mix(light.sky[1], light.sky[2], 0.5)
    under = mix(colour, light.sky[1], 0.5)
    for _ in range(rng.randint(2, 3)):
        x, y = rng.uniform(0, 1024), horizon - rng.uniform(80, 170)
        far = mix(colour, light.sky[2], 0.45)
        cloud(pad, x, y, rng.uniform(140, 260), far, mix(far, light.sky[2], 0.7), 0.7)
    for _ in range(rng.randint(6, 8) if overcast else rng.randint(2, 4)):
        x, y = rng.uniform(-20, 1044), rng.uniform(80, horizon * (0.55 if overcast else 0.45))
        width = rng.uniform(170, 330)
        if abs(x - orb_x) < width / 2 + 70:
            x = orb_x + (width / 2 + 90) * (1 if orb_x < 512 else -1) + rng.uniform(0, 200) * (1 if orb_x < 512 else -1)
        cloud(pad, x, y, width, colour, under, 0.5 if light.is_night else 0.92)


def rainbow(pad: Pad, horizon: float) -> None:
    x, y = pad.rng.choice((260, 512, 760)), horizon + 60
    radius = pad.rng.uniform(420, 500)
    colours = ("#f2737f", "#f9a869", "#fbdf7d", "#93d492", "#74bce8", "#8f8fe0", "#c08fdc")
    dim = 0.4 if pad.light.is_night else 0.62
    for at, colour in enumerate(colours):
        r = radius - at * 17
        pad.line(f"M{x - r:.1f} {y:.1f}A{r:.1f} {r:.1f} 0 0 1 {x + r:.1f} {y:.1f}", colour, 18.5, dim)
