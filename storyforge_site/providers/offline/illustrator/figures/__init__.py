"""The actors: every kind of hero from its sheet, in any pose and mood, the same in each."""

from dataclasses import dataclass

from storyforge_site.providers.offline.illustrator.figures.biped import draw_biped
from storyforge_site.providers.offline.illustrator.figures.kinds import BUILDS
from storyforge_site.providers.offline.illustrator.figures.others import draw_other
from storyforge_site.providers.offline.illustrator.figures.poses import STANCES
from storyforge_site.providers.scene import Expression, Pose
from storyforge_site.providers.sheet import CharacterSheet, HeroKind

_TURN = 13.0
_WIDE = {
    HeroKind.WHALE: 450.0,
    HeroKind.SNAIL: 320.0,
    HeroKind.FISH: 330.0,
    HeroKind.STAR: 370.0,
    HeroKind.CLOUD: 340.0,
    HeroKind.OCTOPUS: 320.0,
    HeroKind.ELEPHANT: 340.0,
}
_TALL_EXTRA = {
    HeroKind.RABBIT: 110.0,
    HeroKind.UNICORN: 64.0,
    HeroKind.DEER: 54.0,
    HeroKind.GIRAFFE: 110.0,
    HeroKind.FOX: 34.0,
    HeroKind.CAT: 34.0,
    HeroKind.WOLF: 34.0,
}
_OTHER_HEIGHT = {
    HeroKind.FISH: 280.0,
    HeroKind.WHALE: 310.0,
    HeroKind.SNAIL: 270.0,
    HeroKind.CLOUD: 280.0,
    HeroKind.STAR: 345.0,
}
_AGE_SCALE = {"toddler": 0.84, "child": 1.0, "adult": 1.0, "elder": 1.0}


@dataclass(frozen=True, slots=True)
class Drawn:
    """`svg` stands with its feet at (0, 0) and grows up to -height; `hand` is where a held thing's middle goes."""

    svg: str
    width: float
    height: float
    hand: tuple[float, float]
    grounded: bool


def draw_figure(
    sheet: CharacterSheet, pose: Pose, expression: Expression, *, facing: int, key: str, flat: bool = False
) -> Drawn:
    """Draw `sheet`. `facing`: -1 left, 0 to us, 1 right. Flat fills only, so `flat` and `key` change nothing."""
    build, stance = BUILDS[sheet.kind], STANCES[pose]
    turn = _TURN if facing else 0.0
    if build.plan in ("biped", "human"):
        svg, hand = draw_biped(sheet, build, stance, pose, expression, turn)
        height, width = 396.0 + _TALL_EXTRA.get(sheet.kind, 0.0) - stance.drop, _WIDE.get(sheet.kind, 250.0)
    else:
        svg, hand = draw_other(sheet, stance, pose, expression, turn)
        height, width = _OTHER_HEIGHT.get(sheet.kind, 320.0), _WIDE.get(sheet.kind, 260.0)
    scale = build.size * _AGE_SCALE.get(sheet.age_visual, 1.0)
    side = -1 if facing < 0 else 1
    if stance.flat and build.plan in ("biped", "human"):
        moved = f"translate({height * 0.5 * scale:.1f} {-92 * scale:.1f}) rotate(-90)"
        svg = f'<g transform="scale({side} 1) {moved} scale({scale:.3f})">{svg}</g>'
        return Drawn(svg, height * scale, 210.0 * scale, (0.0, -60.0), grounded=True)
    lean = f"translate(0 {-stance.lift * scale:.1f}) rotate({stance.lean} 0 {-120 * scale:.1f})"
    svg = f'<g transform="scale({side} 1) {lean} scale({scale:.3f})">{svg}</g>'
    at = (hand[0] * scale * side, hand[1] * scale - stance.lift * scale)
    return Drawn(svg, width * scale, (height + stance.lift) * scale, at, stance.grounded)
