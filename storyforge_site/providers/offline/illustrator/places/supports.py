"""What carries a figure over water or among clouds, and the ripples round a swimmer."""

from storyforge_site.providers.offline.illustrator.colour import darker, lighter, mix
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.shapes import circle, ellipse


def ripples(pad: Pad, x: float, y: float, half: float, water: str) -> None:
    """Rings and foam where a swimmer breaks the surface at `y`."""
    tone, foam = pad.tone(darker(water, 0.08)), pad.tone(lighter(water, 0.75))
    pad.fill(ellipse(x, y + 4, half * 1.06, 17), tone)
    pad.fill(ellipse(x, y + 14, half * 0.9, 20), pad.tone(darker(water, 0.22)), 0.5)
    for reach, drop, opacity in ((1.12, 8, 0.9), (1.34, 18, 0.65), (1.62, 30, 0.4)):
        rx, ry = half * reach, 15 * reach
        pad.line(
            f"M{x - rx:.1f} {y + drop - 4:.1f}A{rx:.1f} {ry:.1f} 0 0 0 {x + rx:.1f} {y + drop - 4:.1f}",
            foam,
            4.2,
            opacity,
        )
    rng = pad.rng
    drops = "".join(
        circle(x + rng.uniform(-1.1, 1.1) * half, y - rng.uniform(2, 16), rng.uniform(2.5, 5)) for _ in range(9)
    )
    pad.fill(drops, foam, 0.85)
    crest = "".join(f"q{half * 0.09:.1f} -10 {half * 0.18:.1f} 0" for _ in range(12))
    pad.line(f"M{x - half * 1.08:.1f} {y + 5:.1f}{crest}", foam, 5, 0.9)


def islet(pad: Pad, x: float, y: float, half: float) -> None:
    wide = half * 1.25 + 30
    pad.fill(ellipse(x, y + 18, wide * 1.12, 34), pad.tone("#ffffff"), 0.4)
    pad.fill(ellipse(x, y + 12, wide, 32), pad.tone("#d9bd86"))
    pad.fill(ellipse(x, y + 4, wide * 0.94, 27), pad.linear((0, pad.tone("#b6cf6a")), (1, pad.tone("#8fae55"))))


def boat(pad: Pad, left: float, right: float, feet: float, water: str, *, behind: bool) -> None:
    """A rowing boat from `left` to `right`; its near side hides the feet a little."""
    rim, keel = feet - 52, feet + 62
    wood = mix("#b5713f", "#c9604f", pad.rng.random() * 0.5)
    middle = (left + right) / 2
    if behind:
        pad.open()
        pad.fill(
            f"M{left:.1f} {rim:.1f}Q{middle:.1f} {rim - 44:.1f} {right:.1f} {rim:.1f}"
            f"Q{middle:.1f} {rim + 60:.1f} {left:.1f} {rim:.1f}Z",
            pad.tone(darker(wood, 0.4)),
        )
        pad.close()
        return
    pad.open()
    pad.fill(
        f"M{left - 14:.1f} {rim - 8:.1f}Q{middle:.1f} {rim + 62:.1f} {right + 14:.1f} {rim - 8:.1f}"
        f"Q{right - 10:.1f} {keel:.1f} {right - 80:.1f} {keel + 14:.1f}Q{middle:.1f} "
        f"{keel + 34:.1f} {left + 80:.1f} {keel + 14:.1f}"
        f"Q{left + 10:.1f} {keel:.1f} {left - 14:.1f} {rim - 8:.1f}Z",
        pad.linear((0, pad.tone(lighter(wood, 0.2))), (1, pad.tone(darker(wood, 0.25)))),
    )
    pad.bare()
    for drop in (34, 58):
        pad.line(
            f"M{left + drop * 0.3:.1f} {rim + drop * 0.7:.1f}Q{middle:.1f} "
            f"{rim + 62 + drop:.1f} {right - drop * 0.3:.1f} {rim + drop * 0.7:.1f}",
            pad.tone(darker(wood, 0.35)),
            3.4,
            0.7,
        )
    pad.line(
        f"M{left - 14:.1f} {rim - 8:.1f}Q{middle:.1f} {rim + 62:.1f} {right + 14:.1f} {rim - 8:.1f}",
        pad.tone("#f6e6c8"),
        11,
    )
    pad.close()
    pad.close()
    pad.fill(ellipse(middle, keel + 26, (right - left) * 0.56, 24), pad.tone(water), 0.9)
    crest = "".join(f"q{(right - left) / 20:.1f} -14 {(right - left) / 10:.1f} 0" for _ in range(11))
    pad.line(f"M{left - 20:.1f} {keel + 14:.1f}{crest}", pad.tone(lighter(water, 0.7)), 6, 0.85)


def cloud_seat(pad: Pad, x: float, y: float, half: float) -> None:
    """A cloud under somebody's feet."""
    light = pad.light
    top = mix(light.sky[2], "#ffffff", 0.45 if light.is_night else 0.9)
    under = mix(top, light.sky[2], 0.6)
    wide = half + 70
    puffs = "".join(
        circle(x + share * wide, y + 34 - (1 - abs(share)) * 10, 34 + 22 * (1 - abs(share)))
        for share in (-1, -0.6, -0.2, 0.2, 0.6, 1)
    )
    pad.fill(puffs + ellipse(x, y + 44, wide, 34), pad.linear((0, top), (0.5, top), (1, under)))
