"""A window in a wall, with the hour and the weather outside."""

from random import Random

from storyforge_site.providers.offline.illustrator import evergreens
from storyforge_site.providers.offline.illustrator.colour import darker, lighter
from storyforge_site.providers.offline.illustrator.light import light_of
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.shapes import (
    box,
    circle,
    ellipse,
    polygon,
    smooth,
)
from storyforge_site.providers.scene import Weather


def window(
    pad: Pad,
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    frame: str = "#fff6e6",
    curtain: str = "",
    arched: bool = False,
) -> None:
    """A window whose upper left corner is (x, y), with the hour and the weather outside."""
    shape = box(x, y, width, height, 10)
    if arched:
        shape = f"M{x} {y + height}V{y + width / 2}a{width / 2} {width / 2} 0 0 1 {width} 0V{y + height}Z"
    outside = light_of(pad.light.hour, pad.light.weather, Random(f"{x}{pad.key}"))
    pad.halo(
        x + width / 2,
        y + height / 2,
        max(width, height) * 1.05,
        outside.glow if not outside.is_night else "#9fb4f0",
        0.3,
    )
    pad.add(f"<g{pad.clip(shape)}>")
    inside, pad.light = pad.light, outside
    _view(pad, x, y, width, height)
    pad.light = inside
    pad.add("</g>")
    wood = pad.tone(frame)
    pad.line(shape, pad.tone(darker(frame, 0.25)), 18)
    pad.line(shape, wood, 12)
    pad.line(f"M{x + width / 2} {y}V{y + height}M{x} {y + height * 0.52}H{x + width}", wood, 8)
    pad.fill(
        box(x - 20, y + height + 2, width + 40, 18, 5),
        pad.linear((0, wood), (1, pad.tone(darker(frame, 0.3)))),
    )
    if curtain:
        _curtains(pad, x, y, width, height, curtain)
    if not outside.is_overcast:
        shine = "#b8c8ff" if outside.is_night else outside.glow
        beam = pad.linear((0, shine, 0.26), (1, shine, 0.0))
        pad.fill(polygon([(x, y), (x + width, y), (x + width + 130, 1010), (x + 40, 1010)]), beam)


def _view(pad: Pad, x: float, y: float, width: float, height: float) -> None:
    top, middle, low = pad.light.sky
    rng = pad.rng
    pad.fill(box(x, y, width, height), pad.linear((0, top), (0.6, middle), (1, low)))
    if pad.light.is_night:
        pad.fill(
            "".join(
                circle(x + rng.random() * width, y + rng.random() * height * 0.7, rng.uniform(1.2, 2.8))
                for _ in range(24)
            ),
            "#fff8e0",
        )
        pad.halo(x + width * 0.72, y + height * 0.26, 60, "#fff3c9", 0.6)
        pad.fill(circle(x + width * 0.72, y + height * 0.26, 24), "#fdf2cc")
    elif not pad.light.is_overcast:
        pad.halo(x + width * 0.3, y + height * 0.25, 80, pad.light.glow, 0.9)
        pad.fill(circle(x + width * 0.3, y + height * 0.25, 22), "#fff6d0")
    if pad.light.weather is Weather.RAINBOW:
        for at, colour in enumerate(("#f2737f", "#fbdf7d", "#93d492", "#74bce8", "#c08fdc")):
            r = width * 0.5 - at * 7
            pad.line(
                f"M{x + width * 0.5 - r:.1f} {y + height * 0.8}a{r:.1f} {r:.1f} 0 0 1 {2 * r:.1f} 0",
                colour,
                7,
                0.7,
            )
    base = y + height
    for lift, depth, colour in ((0.36, 0.5, "#7fb08a"), (0.22, 0.2, "#86b86a")):
        line = [
            (x - 10, base - height * lift),
            (x + width * 0.3, base - height * (lift + 0.07)),
            (x + width * 0.65, base - height * lift * 0.85),
            (x + width + 10, base - height * (lift + 0.05)),
        ]
        pad.fill(smooth(line) + f"V{base}H{x - 10}Z", pad.tone(colour, depth))
        evergreens.triangle_firs(
            pad,
            [(x + width * k, base - height * lift * 0.94) for k in (0.12, 0.24, 0.7, 0.86)],
            height * 0.14,
            "#4f8f70",
            depth,
        )
    _falling(pad, x, y, width, height)


def _falling(pad: Pad, x: float, y: float, width: float, height: float) -> None:
    rng, weather = pad.rng, pad.light.weather
    spots = [(x + rng.random() * width, y + rng.random() * height) for _ in range(40)]
    if weather is Weather.RAIN:
        pad.line("".join(f"M{px:.0f} {py:.0f}l-6 22" for px, py in spots), "#eaf4fa", 2, 0.6)
    elif weather is Weather.SNOW:
        pad.fill("".join(circle(px, py, rng.uniform(2, 4.5)) for px, py in spots), "#ffffff", 0.9)
        pad.fill(ellipse(x + width / 2, y + height, width * 0.6, height * 0.1), "#f4f8ff")
    elif weather is Weather.FOG:
        pad.fill(box(x, y, width, height), pad.light.haze, 0.5)
    elif weather in (Weather.CLOUDY, Weather.WIND):
        for px, py in spots[:5]:
            pad.fill(
                ellipse(px, y + (py - y) * 0.5, 34, 12) + ellipse(px + 16, y + (py - y) * 0.5 - 8, 20, 12),
                "#ffffff",
                0.6,
            )


def _curtains(pad: Pad, x: float, y: float, width: float, height: float, colour: str) -> None:
    rod = pad.tone("#8a6248")
    long = height + 66
    for side, edge in ((1, x - 46), (-1, x + width + 46)):
        fill = pad.linear(
            (0, pad.tone(darker(colour, 0.16))),
            (0.35, pad.tone(lighter(colour, 0.2))),
            (0.6, pad.tone(colour)),
            (1, pad.tone(darker(colour, 0.2))),
            x2=1,
            y2=0,
        )
        wide = width * 0.3
        pad.open()
        pad.fill(
            f"M{edge} {y - 26}H{edge + side * wide:.1f}Q{edge + side * wide * 1.05:.1f} "
            f"{y + long * 0.42:.1f} {edge + side * wide * 0.44:.1f} {y + long * 0.6:.1f}"
            f"Q{edge + side * wide * 0.74:.1f} {y + long * 0.8:.1f} "
            f"{edge + side * wide * 0.7:.1f} {y + long:.1f}"
            f"Q{edge + side * wide * 0.3:.1f} {y + long + 12:.1f} {edge} {y + long:.1f}Z",
            fill,
        )
        pad.bare()
        folds = "".join(
            f"M{edge + side * wide * k:.1f} {y - 20}Q{edge + side * wide * k:.1f} "
            f"{y + long * 0.4:.1f} {edge + side * wide * k * 0.5:.1f} {y + long * 0.6:.1f}"
            for k in (0.3, 0.56, 0.8)
        )
        pad.line(folds, pad.tone(darker(colour, 0.3)), 3, 0.35)
        pad.fill(box(min(edge, edge + side * wide * 0.5), y + long * 0.57, wide * 0.5, 14, 7), pad.tone("#f6d28a"))
        pad.close()
        pad.close()
    pad.line(f"M{x - 66} {y - 30}H{x + width + 66}", rod, 11)
    pad.fill(circle(x - 70, y - 30, 12) + circle(x + width + 70, y - 30, 12), rod)
