"""What the weather puts before our eyes: rain, snow, wind, fog."""

from storyforge_site.providers.offline.illustrator.colour import lighter
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.shapes import box, circle, ellipse
from storyforge_site.providers.scene import Weather


def paint_weather(pad: Pad, *, over_figures: bool) -> None:
    """What falls is seen before everything, in two goes; wind and fog stay behind the figures."""
    painters = {Weather.RAIN: _rain, Weather.SNOW: _snow} if over_figures else {Weather.WIND: _wind, Weather.FOG: _fog}
    if pad.light.weather in painters:
        painters[pad.light.weather](pad)


def _rain(pad: Pad) -> None:
    rng = pad.rng
    tone = lighter(pad.light.sky[2], 0.55)
    for width, long, count, opacity in ((2.0, 30, 150, 0.45), (3.0, 48, 60, 0.55)):
        d = ""
        for _ in range(count):
            x, y = rng.uniform(-20, 1060), rng.uniform(-40, 1024)
            d += f"M{x:.0f} {y:.0f}l{-long * 0.24:.0f} {long}"
        pad.line(d, tone, width, opacity)
    splashes = ""
    for _ in range(22):
        x, y = rng.uniform(0, 1024), rng.uniform(800, 1010)
        splashes += f"M{x - 9:.0f} {y:.0f}q9 5 18 0M{x - 5:.0f} {y - 6:.0f}l-4 -7M{x + 5:.0f} {y - 6:.0f}l4 -7"
    pad.line(splashes, tone, 2, 0.55)


def puddles(pad: Pad, y: float) -> None:
    rng = pad.rng
    for _ in range(5):
        x, at = rng.uniform(60, 964), rng.uniform(y, 985)
        rx = rng.uniform(50, 110)
        pad.fill(ellipse(x, at, rx, rx * 0.16), pad.light.sky[1], 0.55)
        pad.fill(ellipse(x - rx * 0.2, at - rx * 0.04, rx * 0.5, rx * 0.05), lighter(pad.light.sky[2], 0.5), 0.5)


def snow_cover(pad: Pad, y: float) -> None:
    """Drifts on any ground."""
    rng = pad.rng
    white = pad.tone("#f5f9ff")
    for _ in range(11):
        x, at = rng.uniform(0, 1024), rng.uniform(y, 1000)
        rx = rng.uniform(70, 190)
        pad.fill(ellipse(x, at, rx, rx * 0.14), white, 0.72)


def _snow(pad: Pad) -> None:
    rng = pad.rng
    for count, low, high, opacity in ((110, 1.6, 3.2, 0.75), (42, 3.6, 6.0, 0.85), (12, 7, 11, 0.5)):
        d = "".join(circle(rng.uniform(0, 1024), rng.uniform(0, 1024), rng.uniform(low, high)) for _ in range(count))
        pad.fill(d, "#fbfdff", opacity)


def _wind(pad: Pad) -> None:
    rng = pad.rng
    tone = lighter(pad.light.sky[2], 0.6)
    for _ in range(10):
        x, y, long = rng.uniform(-60, 700), rng.uniform(150, 760), rng.uniform(160, 340)
        curl = rng.uniform(16, 28)
        pad.line(
            f"M{x:.0f} {y:.0f}q{long * 0.3:.0f} {-curl:.0f} {long * 0.6:.0f} 0t{long * 0.4:.0f} "
            f"{-curl * 0.4:.0f}"
            f"a{curl:.0f} {curl:.0f} 0 1 0 {-curl:.0f} {-curl:.0f}",
            tone,
            rng.uniform(2.6, 4.2),
            0.62,
        )
    for _ in range(20):
        x, y, r = rng.uniform(0, 1024), rng.uniform(160, 860), rng.uniform(8, 14)
        leaf = f"M{-r} 0Q0 {-r * 0.8:.1f} {r} 0Q0 {r * 0.8:.1f} {-r} 0Z"
        colour = pad.tone(rng.choice(("#d98a3c", "#c9a83c", "#8fae4a", "#c9604f")))
        pad.add(
            f'<path d="{leaf}" fill="{colour}" transform="translate({x:.0f} {y:.0f}) rotate({rng.randint(0, 359)})"/>'
        )


def _fog(pad: Pad) -> None:
    rng = pad.rng
    tone = pad.light.haze
    for y, strength in ((400.0, 0.5), (540, 0.72), (680, 0.55), (900, 0.4)):
        band = pad.linear((0, tone, 0.0), (0.5, tone, strength), (1, tone, 0.0))
        pad.fill(box(-80, y + rng.uniform(-20, 20), 1184, 190), band)
    for _ in range(6):
        x, y, rx = rng.uniform(0, 1024), rng.uniform(520, 800), rng.uniform(170, 300)
        wisp = pad.radial((0, lighter(tone, 0.4), 0.42), (1, tone, 0.0))
        pad.add(f'<ellipse cx="{x:.0f}" cy="{y:.0f}" rx="{rx:.0f}" ry="{rx * 0.2:.0f}" fill="{wisp}"/>')
