"""Those without legs to stand on: ghost, star, cloud, snowman, octopus, fish, whale, snail."""

from storyforge_site.providers.offline.illustrator.figures import wear
from storyforge_site.providers.offline.illustrator.figures.bodies import BODIES
from storyforge_site.providers.offline.illustrator.figures.faces import Face, draw_face
from storyforge_site.providers.offline.illustrator.figures.ink import darker, line, path
from storyforge_site.providers.offline.illustrator.figures.limbs import Bones, arm, bones
from storyforge_site.providers.offline.illustrator.figures.poses import Stance
from storyforge_site.providers.scene import Expression, Pose
from storyforge_site.providers.sheet import Accessory, CharacterSheet, HeroKind

_FACES: dict[HeroKind, tuple[float, float]] = {
    HeroKind.STAR: (0.0, -160.0),
    HeroKind.CLOUD: (0.0, -140.0),
    HeroKind.SNOWMAN: (0.0, -226.0),
    HeroKind.OCTOPUS: (0.0, -184.0),
    HeroKind.FISH: (52.0, -150.0),
    HeroKind.WHALE: (92.0, -146.0),
    HeroKind.SNAIL: (122.0, -140.0),
}
_TOPS = {
    HeroKind.STAR: -300.0,
    HeroKind.CLOUD: -262.0,
    HeroKind.SNOWMAN: -292.0,
    HeroKind.FISH: -238.0,
    HeroKind.WHALE: -246.0,
    HeroKind.SNAIL: -182.0,
}
_SIZES = {HeroKind.SNAIL: 0.62, HeroKind.WHALE: 1.05, HeroKind.FISH: 0.86, HeroKind.CLOUD: 1.0}
_APART = {HeroKind.SNAIL: 19.0, HeroKind.FISH: 32.0, HeroKind.WHALE: 40.0}
_HELD_BEFORE = {HeroKind.FISH: (96.0, -80.0), HeroKind.WHALE: (150.0, -60.0), HeroKind.SNAIL: (150.0, -60.0)}
_NO_SCARF = (HeroKind.SNOWMAN, HeroKind.FISH, HeroKind.WHALE, HeroKind.SNAIL)


def draw_other(
    sheet: CharacterSheet, stance: Stance, pose: Pose, expression: Expression, turn: float
) -> tuple[str, tuple[float, float]]:
    """The figure and where it holds something; a body of its own, a face, and small arms where the kind has any."""
    kind = sheet.kind
    limbs = ((-1, stance.left_arm), (1, stance.right_arm))
    arms = [bones((side * 92, -150), limb, side, 40, 40) for side, limb in limbs]
    face_x, face_y = _FACES.get(kind, (0.0, -190.0))
    face = Face(face_x, face_y, _APART.get(kind, 36.0), _SIZES.get(kind, 0.96), 42, sheet.eye_colour)
    worn = wear.on_head(sheet, eyes_apart=face.apart, eyes_y=0, top=_TOPS.get(kind, -276.0) - face_y)
    drawn = (
        _arms(sheet, arms)
        + BODIES[kind](sheet)
        + draw_face(face, expression, singing=pose is Pose.SING, turn=turn * 0.6)
        + (_carrot(face) if kind is HeroKind.SNOWMAN else "")
        + ("" if kind in _NO_SCARF else _scarf(sheet, face_y + 76))
        + f'<g transform="translate({face_x} {face_y})">{worn}</g>'
    )
    return drawn, _HELD_BEFORE.get(kind) or _hand(arms, pose)


def _hand(arms: list[Bones], pose: Pose) -> tuple[float, float]:
    left, right = (one.tip for one in arms)
    return ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2) if pose in (Pose.HOLD, Pose.READ) else right


def _arms(sheet: CharacterSheet, arms: list[Bones]) -> str:
    if sheet.kind in _HELD_BEFORE:
        return ""
    if sheet.kind is HeroKind.SNOWMAN:
        return "".join(line(one.d, "#7b5136", 11) for one in arms)
    return "".join(arm(one, darker(sheet.main_colour, 0.06), 26) for one in arms)


def _carrot(face: Face) -> str:
    return path(f"M{face.x:.1f} {face.y + 8:.1f}l46 16l-44 10z", "#f08a3c")


def _scarf(sheet: CharacterSheet, y: float) -> str:
    if sheet.accessory is not Accessory.SCARF:
        return ""
    end = path(f"M36 {y + 10}q24 34 12 76l28 4q14 -46 -8 -86z", darker(sheet.accessory_colour, 0.18))
    return line(f"M-84 {y}Q0 {y + 30} 84 {y}", sheet.accessory_colour, 28) + end
