"""Those without legs to stand on: ghost, star, cloud, snowman, octopus, fish, whale, snail."""

from storyforge_site.providers.offline.illustrator.figures import wear
from storyforge_site.providers.offline.illustrator.figures.faces import Face, draw_face
from storyforge_site.providers.offline.illustrator.figures.ink import circle, darker, ellipse, lighter, line, path
from storyforge_site.providers.offline.illustrator.figures.limbs import arm, bones
from storyforge_site.providers.offline.illustrator.figures.poses import Stance
from storyforge_site.providers.scene import Expression, Pose
from storyforge_site.providers.sheet import CharacterSheet, HeroKind

_STAR = "M0 -330L44 -232Q52 -216 70 -214L176 -204L98 -132Q84 -118 88 -100L112 -4L18 -56Q0 -66 -18 -56L-112 -4L-88 -100Q-84 -118 -98 -132L-176 -204L-70 -214Q-52 -216 -44 -232Z"


def draw_other(
    sheet: CharacterSheet, stance: Stance, pose: Pose, expression: Expression, turn: float
) -> tuple[str, tuple[float, float]]:
    main, second = sheet.main_colour, sheet.second_colour
    kind, singing = sheet.kind, pose is Pose.SING
    arms = [
        bones((side * 92, -150), limb, side, 40, 40) for side, limb in ((-1, stance.left_arm), (1, stance.right_arm))
    ]
    hand = (
        ((arms[0].tip[0] + arms[1].tip[0]) / 2, (arms[0].tip[1] + arms[1].tip[1]) / 2)
        if pose in (Pose.HOLD, Pose.READ)
        else arms[1].tip
    )
    small_arms = "".join(arm(one, darker(main, 0.06), 26) for one in arms)
    face_at, top = (0.0, -190.0), -276.0
    if kind is HeroKind.GHOST:
        body = path(
            "M-112 -150C-118 -330 118 -330 112 -150V-18Q92 -44 68 -16Q44 12 20 -16Q0 -40 -22 -14Q-46 12 -70 -16Q-92 -42 -112 -16Z",
            main,
        )
        body += path(
            "M-80 -120C-84 -290 -20 -300 0 -296C-60 -270 -66 -180 -60 -60Q-74 -70 -80 -60Z",
            lighter(main, 0.6),
            'opacity="0.5"',
        )
    elif kind is HeroKind.STAR:
        body = path(_STAR, main, f'stroke="{main}" stroke-width="30" stroke-linejoin="round"') + path(
            _STAR, lighter(main, 0.35), 'transform="translate(0 -34) scale(0.78)"'
        )
        face_at, top = (0.0, -160.0), -300.0
    elif kind is HeroKind.CLOUD:
        puffs = ((-96, -110, 70), (96, -110, 70), (-54, -176, 78), (54, -178, 80), (0, -120, 108), (0, -208, 66))
        body = "".join(circle(x, y + 8, r, darker(main, 0.1)) for x, y, r in puffs) + "".join(
            circle(x, y, r, main) for x, y, r in puffs
        )
        face_at, top = (0.0, -140.0), -262.0
    elif kind is HeroKind.SNOWMAN:
        body = (
            circle(0, -86, 96, main)
            + circle(0, -216, 80, main)
            + "".join(circle(0, y, 8, "#3a3346") for y in (-120, -84, -50))
        )
        body += line("M-64 -176Q0 -146 64 -176", sheet.accessory_colour, 26) + path(
            "M30 -160q22 36 10 72l26 4q12 -42 -6 -82z", darker(sheet.accessory_colour, 0.15)
        )
        arms = [
            bones((side * 82, -130), limb, side, 46, 46)
            for side, limb in ((-1, stance.left_arm), (1, stance.right_arm))
        ]
        small_arms = "".join(line(one.d, "#7b5136", 11) for one in arms)
        face_at, top = (0.0, -226.0), -292.0
    elif kind is HeroKind.OCTOPUS:
        legs = "".join(
            line(
                f"M{x} -120C{x * 1.5:.0f} -60 {x * 1.7:.0f} -10 {x * 2.1:.0f} {-18 - abs(x) * 0.2:.0f}",
                main if i % 2 else darker(main, 0.1),
                32,
            )
            for i, x in enumerate((-72, -44, -16, 16, 44, 72))
        )
        body = (
            legs
            + path("M-108 -170C-112 -330 112 -330 108 -170C106 -110 60 -96 0 -96C-60 -96 -106 -110 -108 -170Z", main)
            + "".join(
                circle(x, y, r, lighter(main, 0.3), 'opacity="0.6"')
                for x, y, r in ((-66, -246, 14), (-40, -268, 9), (70, -230, 11))
            )
        )
        face_at = (0.0, -184.0)
    elif kind is HeroKind.FISH:
        body = (
            path("M-96 -140L-190 -214Q-166 -140 -190 -66Z", second)
            + path("M-20 -230Q20 -290 74 -232Z", second)
            + ellipse(0, -140, 136, 100, main)
            + path("M-18 -112q-52 22 -44 66q50 -12 66 -46z", second)
        )
        body += "".join(line(f"M{x} -186q-22 46 0 92", lighter(main, 0.35), 8) for x in (-66, -36))
        small_arms, face_at, top = "", (52.0, -150.0), -238.0
        hand = (96, -80)
    elif kind is HeroKind.WHALE:
        body = path(
            "M-130 -120C-190 -130 -210 -190 -250 -206C-226 -226 -196 -212 -184 -190C-184 -216 -160 -240 -136 -234C-146 -206 -140 -180 -110 -166Z",
            main,
        ) + path("M-160 -120C-140 -260 190 -290 200 -120C204 -30 100 0 0 0C-90 0 -166 -40 -160 -120Z", main)
        body += path("M-120 -52C-40 -92 120 -92 196 -100C186 -24 92 0 0 0C-54 0 -98 -16 -120 -52Z", second) + "".join(
            line(f"M{x} -18q4 -34 {14} -56", darker(second, 0.12), 4) for x in (0, 34, 68, 102)
        )
        body += line("M40 -250q-4 -40 -34 -46M44 -250q4 -40 34 -46", "#9fd6ff", 11)
        small_arms, face_at, top = (
            path("M-10 -66q-60 26 -66 76q60 4 92 -50z", darker(main, 0.1)),
            (92.0, -146.0),
            -246.0,
        )
        hand = (150, -60)
    else:  # snail
        body = path(
            "M-150 -8C-150 -50 -60 -46 60 -50C90 -60 84 -170 120 -176C166 -176 164 -60 140 -20C130 0 100 0 60 0H-130Q-150 0 -150 -8Z",
            main,
        )
        body += (
            circle(-30, -120, 98, second)
            + f'<path d="M-30 -120m0 -16a16 16 0 1 1 -16 16a34 34 0 1 0 34 -36a54 54 0 1 0 56 54a72 72 0 1 1 -74 -76" fill="none" stroke="{darker(second, 0.25)}" stroke-width="11" stroke-linecap="round"/>'
        )
        body += (
            line("M104 -176Q96 -220 84 -240M136 -176Q146 -220 158 -238", main, 11)
            + circle(84, -246, 12, main)
            + circle(160, -244, 12, main)
        )
        small_arms, face_at, top = "", (122.0, -140.0), -182.0
        hand = (150, -60)
    size = {HeroKind.SNAIL: 0.62, HeroKind.WHALE: 1.05, HeroKind.FISH: 0.86, HeroKind.CLOUD: 1.0}.get(kind, 0.96)
    apart = {HeroKind.SNAIL: 19, HeroKind.FISH: 32, HeroKind.WHALE: 40}.get(kind, 36)
    face = Face(face_at[0], face_at[1], apart, size, 42, sheet.eye_colour)
    carrot = (
        path(f"M{face_at[0]:.1f} {face_at[1] + 8:.1f}l46 16l-44 10z", "#f08a3c") if kind is HeroKind.SNOWMAN else ""
    )
    worn = f'<g transform="translate({face_at[0]} {face_at[1]})">{wear.on_head(sheet, eyes_apart=apart, eyes_y=0, top=top - face_at[1])}</g>'
    scarf = ""
    if sheet.accessory.value == "scarf" and kind not in (
        HeroKind.SNOWMAN,
        HeroKind.FISH,
        HeroKind.WHALE,
        HeroKind.SNAIL,
    ):
        y = face_at[1] + 76
        scarf = line(f"M-84 {y}Q0 {y + 30} 84 {y}", sheet.accessory_colour, 28) + path(
            f"M36 {y + 10}q24 34 12 76l28 4q14 -46 -8 -86z", darker(sheet.accessory_colour, 0.18)
        )
    return small_arms + body + draw_face(
        face, expression, singing=singing, turn=turn * 0.6
    ) + carrot + scarf + worn, hand
