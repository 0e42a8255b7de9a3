"""Water seen from the shore: its surface, waves, glitter and what it mirrors."""

from storyforge_site.providers.offline.illustrator.colour import darker, lighter, mix
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.shapes import box, ellipse
from storyforge_site.providers.scene import TimeOfDay

_TAKEN = {TimeOfDay.DAWN: 1.5, TimeOfDay.DAY: 0.8, TimeOfDay.DUSK: 2.2, TimeOfDay.NIGHT: 1.3}


def surface(pad: Pad, top: float, colour: str, *, bottom: float = 1110) -> None:
    """From the horizon or the far shore at `top` towards the viewer."""
    far = mix(pad.tone(lighter(colour, 0.3)), pad.light.sky[2], 0.55)
    fill = pad.linear((0, far), (0.3, in_sky(pad, colour, 0.32)), (1, in_sky(pad, darker(colour, 0.2), 0.16)))
    pad.fill(box(-80, top, 1184, bottom - top), fill)


def in_sky(pad: Pad, colour: str, share: float) -> str:
    """Water takes on the sky's colour."""
    deep = mix(pad.light.sky[0], pad.light.sky[1], 0.35)
    return mix(pad.tone(colour), deep, min(1.0, share * _TAKEN[pad.light.hour]))


def glitter(pad: Pad, top: float, bottom: float, count: int = 42) -> None:
    """Short strokes of light, longer towards the viewer."""
    rng = pad.rng
    light, dark = "", ""
    for _ in range(count):
        share = rng.random() ** 1.4
        y = top + 6 + (bottom - top) * share
        x, long = rng.uniform(-30, 1054), 16 + 90 * share
        stroke = f"M{x:.0f} {y:.0f}q{long / 4:.0f} {-3 - 6 * share:.0f} {long / 2:.0f} 0t{long / 2:.0f} 0"
        if rng.random() < 0.6:
            light += stroke
        else:
            dark += stroke
    pad.line(light, lighter(pad.light.sky[2], 0.6), 3.2, 0.6)
    pad.line(dark, pad.tone("#2f6f9a"), 3, 0.3)


def light_road(pad: Pad, x: float, top: float, bottom: float) -> None:
    """The sun's or the moon's road over the water."""
    rng = pad.rng
    for at in range(26):
        share = at / 26
        y = top + 3 + (bottom - top) * share**1.5
        rx = (10 + share * 62) * rng.uniform(0.35, 1.1)
        pad.fill(
            ellipse(x + rng.uniform(-1, 1) * (6 + share * 34), y, rx, 1.4 + share * 2.6),
            pad.light.glow,
            0.6 - share * 0.25,
        )


def waves(pad: Pad, y: float, colour: str, *, crest: float = 16, count: int = 9, foam: bool = True) -> None:
    """One swell right across, its crest at `y`."""
    phase = pad.rng.uniform(-90, 0)
    step = 1260 / count
    top = f"M{-100 + phase:.0f} {y:.0f}" + "".join(
        (f"q{step * 0.28:.0f} {-crest:.0f} {step * 0.5:.0f} {-crest * 0.3:.0f}t{step * 0.5:.0f} {crest * 0.3:.0f}")
        for _ in range(count)
    )
    end = -100 + phase + step * count
    high, deep = in_sky(pad, lighter(colour, 0.2), 0.32), in_sky(pad, darker(colour, 0.2), 0.2)
    fill = pad.linear((0, high), (0.35, in_sky(pad, colour, 0.24)), (1, deep))
    pad.fill(f"{top}L{end:.0f} 1120L{-100 + phase:.0f} 1120Z", fill)
    if foam:
        pad.line(top, mix(pad.tone(lighter(colour, 0.75)), pad.light.sky[2], 0.4), 4.5, 0.75)


def surface_sheen(pad: Pad, top: float) -> None:
    """Bands of sky lying on still water."""
    rng = pad.rng
    for _ in range(9):
        y = top + 8 + rng.random() ** 1.3 * 220
        pad.fill(
            ellipse(rng.uniform(100, 924), y, rng.uniform(120, 330), 2 + (y - top) * 0.02),
            lighter(pad.light.sky[2], 0.35),
            0.35,
        )
