"""People and animals on two legs: back, tail, legs, trunk, arms, head, in the order in which they overlap."""

from storyforge_site.providers.offline.illustrator.figures import heads, tails, wear
from storyforge_site.providers.offline.illustrator.figures.faces import Face, draw_face
from storyforge_site.providers.offline.illustrator.figures.ink import circle, darker, ellipse, lighter, line, path
from storyforge_site.providers.offline.illustrator.figures.kinds import Build
from storyforge_site.providers.offline.illustrator.figures.limbs import Bones, arm, bones, leg, wing
from storyforge_site.providers.offline.illustrator.figures.poses import Stance
from storyforge_site.providers.scene import Expression, Pose
from storyforge_site.providers.sheet import CharacterSheet, Garment, HeroKind

_SHIRT = "#fbf3e4"
_ELDERS = (HeroKind.GRANDMOTHER, HeroKind.GRANDFATHER)
_DRESSES = (Garment.DRESS, Garment.COAT, Garment.HANBOK, Garment.KIMONO)


def draw_biped(
    sheet: CharacterSheet, build: Build, stance: Stance, pose: Pose, expression: Expression, turn: float
) -> tuple[str, tuple[float, float]]:
    """The figure in units of a 400-unit child, and where its hands hold something."""
    wide = 58 * build.plump
    human = build.plan == "human"
    limb, foot = _limb_colours(sheet, build, human)
    dressed = sheet.garment is not Garment.NONE
    long = sheet.garment in _DRESSES
    trousers = (
        sheet.lower_colour if human and not long else sheet.garment_colour if sheet.garment is Garment.DUNGAREES else ""
    )
    shoe = darker(sheet.lower_colour, 0.25) if human else foot
    hips = -84 + stance.drop
    legs = [
        bones((side * 30 * build.plump, hips), getattr(stance, name), side, 44, 40)
        for side, name in ((-1, "left_leg"), (1, "right_leg"))
    ]
    shoulders = -186
    arms = [
        bones((side * wide * 0.86, shoulders), getattr(stance, name), side, 58, 54)
        for side, name in ((-1, "left_arm"), (1, "right_arm"))
    ]
    spread = pose in (Pose.FLY, Pose.JUMP, Pose.HUG, Pose.DANCE)
    upper = [
        wear.behind_body(sheet, wide),
        "" if pose is Pose.LIE else f'<g transform="translate(0 -88)">{tails.back(build, sheet, spread=spread)}</g>',
        f'<g transform="translate(0 -96)">{tails.tail(build, sheet)}</g>',
    ]
    trunk = (
        _trunk(sheet, build, wide, human) + (wear.garment(sheet, wide) if dressed else "") + wear.on_body(sheet, wide)
    )
    drawn_arms = "".join(_arm(one, sheet, build, limb, human) for one in arms)
    head_y = -292 - build.neck
    neck = line(f"M0 -200V{head_y + 40}", sheet.main_colour, 46) if build.neck else ""
    head = (
        f'<g transform="translate({turn * 0.35:.1f} {head_y})">{_head(sheet, build, pose, expression, turn, human)}</g>'
    )
    drawn_legs = "".join(leg(one, limb, 36 * build.plump, trousers, shoe) for one in legs)
    shift = f'<g transform="translate(0 {stance.drop})">'
    hand = ((arms[0].tip[0] + arms[1].tip[0]) / 2, (arms[0].tip[1] + arms[1].tip[1]) / 2 + stance.drop)
    if pose not in (Pose.HOLD, Pose.READ):
        hand = (arms[1].tip[0], arms[1].tip[1] + stance.drop)
    book = _book(hand[0], hand[1] - stance.drop) if pose is Pose.READ else ""
    above = pose in (Pose.THINK, Pose.SING, Pose.HOLD, Pose.READ)
    order = [neck, trunk, head, drawn_arms] if above else [neck, trunk, drawn_arms, head]
    return shift + "".join(upper) + "</g>" + drawn_legs + shift + "".join(order) + book + "</g>", hand


def _limb_colours(sheet: CharacterSheet, build: Build, human: bool) -> tuple[str, str]:
    if "panda" in build.marks:
        return sheet.second_colour, sheet.second_colour
    if "socks" in build.marks:
        return sheet.main_colour, darker(sheet.main_colour, 0.55)
    if build.muzzle in ("beak", "bill") and build.wings == "feathered":
        return "#f5a623", "#f5a623"
    if "wool" in build.marks:
        return sheet.main_colour, darker(sheet.main_colour, 0.3)
    return sheet.main_colour, darker(sheet.main_colour, 0.12)


def _arm(one: Bones, sheet: CharacterSheet, build: Build, limb: str, human: bool) -> str:
    if build.wings == "feathered":
        return wing(one, sheet.main_colour, darker(sheet.main_colour, 0.14))
    sleeved = sheet.garment not in (Garment.NONE, Garment.DUNGAREES, Garment.VEST)
    sleeve = sheet.garment_colour if sleeved else _SHIRT if human else ""
    return arm(one, limb, 27 if human else 31, sleeve, limb)


def _trunk(sheet: CharacterSheet, build: Build, w: float, human: bool) -> str:
    main = sheet.main_colour
    if "robot" in build.marks:
        body = f'<rect x="{-w * 1.05}" y="-208" width="{w * 2.1}" height="136" rx="26" fill="{main}"/>'
        return (
            body
            + f'<rect x="{-w * 0.6}" y="-176" width="{w * 1.2}" height="58" rx="14" fill="{darker(main, 0.35)}"/>'
            + "".join(
                circle(x, -147, 9, c)
                for x, c in ((-20, sheet.accessory_colour), (4, "#ffd76a"), (27, sheet.second_colour))
            )
        )
    shape = f"M{-w * 0.6} -206Q0 -222 {w * 0.6} -206C{w * 1.06} -176 {w * 1.16} -120 {w * 1.02} -84Q0 -40 {-w * 1.02} -84C{-w * 1.16} -120 {-w * 1.06} -176 {-w * 0.6} -206Z"
    if human:
        under = sheet.garment in (Garment.NONE, Garment.DUNGAREES, Garment.VEST)
        return path(shape, _SHIRT if under else main)
    trunk = path(shape, main)
    belly = ellipse(0, -126, w * 0.7, 62, heads.soft_colour(build, sheet)) if build.belly else ""
    if "panda" in build.marks:
        belly = line(f"M{-w * 0.84} -190Q0 -160 {w * 0.84} -190", sheet.second_colour, 40)
    if "scales" in build.marks:
        belly += "".join(
            line(f"M{-w * 0.5} {y}Q0 {y + 14} {w * 0.5} {y}", darker(sheet.second_colour, 0.16), 4)
            for y in (-160, -134, -108)
        )
    if "chevrons" in build.marks:
        belly += "".join(
            line(f"M{x - 10} {y}l10 9l10 -9", darker(sheet.second_colour, 0.25), 4)
            for x, y in ((-24, -150), (0, -150), (24, -150), (-12, -126), (12, -126), (0, -102))
        )
    if "spots" in build.marks or "patches" in build.marks:
        belly += "".join(
            ellipse(x, y, 13, 11, darker(main, 0.3), 'opacity="0.55"')
            for x, y in ((-48, -170), (50, -156), (-52, -118), (48, -108))
        )
    if "stripes" in build.marks:
        belly += "".join(
            line(f"M{s * w} {y}Q{s * w * 0.8} {y + 5} {s * w * 0.68} {y + 9}", darker(main, 0.5), 9)
            for s in (-1, 1)
            for y in (-166, -138, -110)
        )
    return trunk + belly


def _head(sheet: CharacterSheet, build: Build, pose: Pose, expression: Expression, turn: float, human: bool) -> str:
    singing = pose is Pose.SING
    if human:
        return _human_head(sheet, expression, singing=singing, turn=turn)
    main = sheet.main_colour
    rx, ry = 98, 86
    skull = (
        f'<rect x="-98" y="-80" width="196" height="156" rx="36" fill="{main}"/>'
        if "robot" in build.marks
        else ellipse(0, 0, rx, ry, main)
    )
    if "robot" in build.marks:
        skull = (
            line("M0 -80V-118", darker(main, 0.3), 9)
            + circle(0, -126, 15, sheet.accessory_colour)
            + skull
            + f'<rect x="-74" y="-48" width="148" height="96" rx="26" fill="{lighter(sheet.second_colour, 0.7)}"/>'
        )
    high = "topeyes" in build.marks
    apart, eye_y = (48, -62) if high else (44 if build.muzzle in ("long", "mask") else 38, -8)
    mouth_y = {
        "round": 62,
        "small": 56,
        "mask": 58,
        "snout": 66,
        "long": 66,
        "pointed": 58,
        "wide": 92,
        "heart": 60,
        "none": 46,
        "trunk": 60,
    }.get(build.muzzle, 56)
    face = Face(
        0,
        eye_y,
        apart,
        1.0,
        mouth_y,
        sheet.eye_colour,
        beak=build.muzzle in ("beak", "bill"),
        blush_y=88 if high else 32,
    )
    if build.muzzle == "trunk":
        face = Face(0, eye_y, 46, 1.0, 78, sheet.eye_colour, beak=True)
    features = (
        heads.markings(build, sheet) + f'<g transform="translate({turn * 0.8:.1f} 0)">{heads.muzzle(build, sheet)}</g>'
    )
    mane = (
        path("M-20 -84C-70 -110 -120 -40 -96 40C-84 20 -70 -10 -60 -40C-40 -20 -30 -50 -10 -52Z", sheet.second_colour)
        if "hairmane" in build.marks
        else ""
    )
    return (
        heads.crown(build, sheet)
        + heads.ears(build, sheet)
        + skull
        + features
        + draw_face(face, expression, singing=singing, turn=turn)
        + (path("M-40 -70Q0 -110 34 -66Q10 -40 -6 -54Q-22 -38 -40 -70Z", sheet.second_colour) if mane else "")
        + mane
        + (
            "".join(circle(x, -68, 22, sheet.second_colour) for x in (-40, -14, 14, 40))
            if "wool" in build.marks
            else ""
        )
        + wear.on_head(sheet, eyes_apart=apart + turn * 0.2, eyes_y=eye_y, top=-86)
    )


def _human_head(sheet: CharacterSheet, expression: Expression, *, singing: bool, turn: float) -> str:
    skin, dark = sheet.main_colour, darker(sheet.main_colour, 0.14)
    face = Face(0, 4, 36, 0.94, 46, sheet.eye_colour)
    wrinkles = ""
    if sheet.kind in _ELDERS:
        wrinkles = "".join(line(f"M{s * 70} 14q{s * 8} 8 {s * 6} 18", dark, 3.5) for s in (-1, 1)) + line(
            "M-24 -34q24 -7 48 0", dark, 3.5
        )
    beard = (
        path("M-70 36C-60 96 60 96 70 36C40 54 -40 54 -70 36Z", sheet.hair_colour)
        if sheet.kind is HeroKind.GRANDFATHER
        else ""
    )
    return (
        wear.hair_behind(sheet)
        + "".join(circle(s * 92, 8, 19, skin) + circle(s * 93, 9, 10, dark) for s in (-1, 1))
        + ellipse(0, 0, 94, 86, skin)
        + beard
        + wrinkles
        + draw_face(face, expression, singing=singing, turn=turn)
        + line(f"M{turn - 5:.1f} 26q5 6 10 0", dark, 4.5)
        + wear.hair_front(sheet)
        + wear.on_head(sheet, eyes_apart=36 + turn * 0.2, eyes_y=4, top=-84)
    )


def _book(x: float, y: float) -> str:
    return path(
        f"M{x - 62:.1f} {y - 40:.1f}Q{x - 30:.1f} {y - 52:.1f} {x:.1f} {y - 36:.1f}Q{x + 30:.1f} {y - 52:.1f} {x + 62:.1f} {y - 40:.1f}V{y + 30:.1f}Q{x + 30:.1f} {y + 18:.1f} {x:.1f} {y + 34:.1f}Q{x - 30:.1f} {y + 18:.1f} {x - 62:.1f} {y + 30:.1f}Z",
        "#b8443a",
    ) + path(
        f"M{x - 54:.1f} {y - 46:.1f}Q{x - 26:.1f} {y - 56:.1f} {x:.1f} {y - 40:.1f}Q{x + 26:.1f} {y - 56:.1f} {x + 54:.1f} {y - 46:.1f}V{y - 34:.1f}H{x - 54:.1f}Z",
        "#fff6e0",
    )
