"""How a body stands: the angles of its limbs for every pose.

Angles are degrees from straight down, outward positive, 180 straight up; each limb has an upper and a lower part.
The right arm is the busy one; the whole figure is mirrored when it faces left.
"""

from dataclasses import dataclass

from storyforge_site.providers.scene import Pose

Limb = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stance:
    left_arm: Limb = (20, 8)
    right_arm: Limb = (20, 8)
    left_leg: Limb = (4, 0)
    right_leg: Limb = (4, 0)
    lean: float = 0  # degrees towards where it faces
    drop: float = 0  # how far the hips come down
    lift: float = 0  # how far the feet leave the ground
    grounded: bool = True
    flat: bool = False  # lies on its side


STANCES: dict[Pose, Stance] = {
    Pose.STAND: Stance(),
    Pose.WALK: Stance((34, 18), (-14, 24), (-10, -16), (22, 12), lean=3),
    Pose.RUN: Stance((64, 128), (50, -50), (48, 86), (44, 6), lean=10, lift=6),
    Pose.JUMP: Stance((138, 160), (138, 160), (34, -18), (34, -18), lift=52),
    Pose.SIT: Stance((26, 6), (26, 6), (72, 34), (72, 34), drop=52),
    Pose.LIE: Stance((30, -40), (30, -40), (8, 0), (16, 8), flat=True),
    Pose.REACH: Stance((24, 10), (128, 158), (6, 0), (10, 2), lean=5),
    Pose.HOLD: Stance((32, -66), (32, -66)),
    Pose.WAVE: Stance((22, 8), (112, 166)),
    Pose.HUG: Stance((84, 104), (84, 104)),
    Pose.SING: Stance((52, 112), (52, 112), lean=-4),
    Pose.DANCE: Stance((132, 168), (74, 30), (6, -2), (46, -30), lean=-7),
    Pose.SWIM: Stance((96, 72), (126, 108), (16, 34), (24, 44), lean=16, grounded=False),
    Pose.FLY: Stance((104, 110), (112, 118), (10, 22), (18, 30), lean=16, grounded=False),
    Pose.CLIMB: Stance((150, 172), (128, 168), (44, -22), (16, 2), lift=10),
    Pose.THINK: Stance((30, -70), (34, -152), (4, 0), (8, 2), lean=-3),
    Pose.POINT: Stance((24, 8), (88, 92), lean=2),
    Pose.READ: Stance((34, -58), (34, -58), (4, 0), (4, 0)),
}
