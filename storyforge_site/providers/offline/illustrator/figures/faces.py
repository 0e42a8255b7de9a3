"""Eyes, brows, mouth and cheeks for every expression, around a point, at a scale."""

from dataclasses import dataclass

from storyforge_site.providers.offline.illustrator.figures.ink import circle, ellipse, line, path
from storyforge_site.providers.scene import Expression

_INK = "#2a1d2e"


@dataclass(frozen=True, slots=True)
class Look:
    eyes: str = "open"  # open | wide | closed | smiling | low
    brows: float = 0.0  # inner ends raised (worried) above 0, lowered (determined) below
    mouth: str = "smile"  # smile | grin | open | small | sad | wavy | round | sing
    blush: float = 0.35
    gaze: tuple[float, float] = (0, 0)
    tear: bool = False


LOOKS: dict[Expression, Look] = {
    Expression.HAPPY: Look(),
    Expression.JOYFUL: Look(eyes="smiling", mouth="grin", blush=0.5),
    Expression.CALM: Look(mouth="small", blush=0.3),
    Expression.CURIOUS: Look(eyes="wide", brows=0.25, mouth="small", gaze=(3, -3)),
    Expression.SAD: Look(eyes="low", brows=1.0, mouth="sad", gaze=(0, 3), tear=True),
    Expression.WORRIED: Look(brows=0.9, mouth="wavy", gaze=(2, 1)),
    Expression.SCARED: Look(eyes="wide", brows=1.0, mouth="wavy", blush=0.1),
    Expression.SURPRISED: Look(eyes="wide", brows=0.4, mouth="round"),
    Expression.DETERMINED: Look(brows=-0.8, mouth="smile"),
    Expression.SLEEPY: Look(eyes="closed", mouth="small"),
    Expression.PROUD: Look(eyes="smiling", mouth="smile", blush=0.5),
    Expression.SHY: Look(eyes="low", brows=0.5, mouth="small", blush=0.8, gaze=(-3, 4)),
}


@dataclass(frozen=True, slots=True)
class Face:
    """Where a kind carries its features. `apart`: half the distance of the eyes; `mouth_y`: below the eyes."""

    x: float
    y: float
    apart: float = 36
    size: float = 1.0
    mouth_y: float = 44
    eye_colour: str = _INK
    beak: bool = False
    blush_y: float = 26


def draw_face(face: Face, expression: Expression, *, singing: bool, turn: float) -> str:
    look = LOOKS[expression]
    x, s = face.x + turn, face.size
    parts = []
    for side in (-1, 1):
        eye_x = x + side * face.apart
        parts.append(_eye(eye_x, face.y, s, look, face.eye_colour, turn))
        if look.brows:
            parts.append(_brow(eye_x, face.y - 27 * s, side, s, look.brows))
        if look.blush:
            parts.append(
                ellipse(
                    x + side * (face.apart + 21 * s),
                    face.y + face.blush_y * s,
                    15 * s,
                    9 * s,
                    "#ff7f8a",
                    f'opacity="{look.blush}"',
                )
            )
    if not face.beak:
        parts.append(_mouth(x, face.y + face.mouth_y * s, s, "sing" if singing else look.mouth))
    if look.tear:
        parts.append(
            path(
                f"M{x + face.apart + 4 * s:.1f} {face.y + 14 * s:.1f}q{9 * s:.1f} {16 * s:.1f} 0 {22 * s:.1f}q{-9 * s:.1f} {-6 * s:.1f} 0 {-22 * s:.1f}z",
                "#8fd0ff",
            )
        )
    return "".join(parts)


def _eye(x: float, y: float, s: float, look: Look, colour: str, turn: float) -> str:
    if look.eyes in ("closed", "smiling"):
        bend = 12 if look.eyes == "closed" else -13
        return line(f"M{x - 13 * s:.1f} {y:.1f}q{13 * s:.1f} {bend * s:.1f} {26 * s:.1f} 0", _INK, 5 * s)
    tall = {"open": 17, "wide": 20, "low": 14}[look.eyes] * s
    wide = {"open": 13.5, "wide": 16, "low": 13}[look.eyes] * s
    gx, gy = look.gaze[0] * s + turn * 0.18, look.gaze[1] * s
    white = ellipse(x, y, wide + 4 * s, tall + 3 * s, "#fffdf8") if look.eyes == "wide" else ""
    return (
        white
        + ellipse(x + gx, y + gy, wide, tall, colour)
        + circle(x + gx + 4.5 * s, y + gy - 6 * s, 5.2 * s, "#ffffff")
        + circle(x + gx - 4 * s, y + gy + 6 * s, 2.6 * s, "#ffffff", 'opacity="0.8"')
    )


def _brow(x: float, y: float, side: int, s: float, raised: float) -> str:
    inner, outer = -side * 12 * s, side * 13 * s
    return line(
        f"M{x + inner:.1f} {y - raised * 6 * s:.1f}Q{x:.1f} {y - 4 * s:.1f} {x + outer:.1f} {y + raised * 5 * s:.1f}",
        _INK,
        4.4 * s,
    )


def _mouth(x: float, y: float, s: float, mouth: str) -> str:
    if mouth in ("grin", "sing", "round"):
        wide, tall = {"grin": (22, 20), "sing": (14, 20), "round": (9, 11)}[mouth]
        if mouth == "grin":
            shape = f"M{x - wide * s:.1f} {y - 4 * s:.1f}q{wide * s:.1f} {8 * s:.1f} {2 * wide * s:.1f} 0q{-3 * s:.1f} {tall * 1.2 * s:.1f} {-wide * s:.1f} {tall * 1.2 * s:.1f}t{-wide * s:.1f} {-tall * 1.2 * s:.1f}z"
            return path(shape, "#7a2436") + ellipse(x, y + 14 * s, 11 * s, 5.5 * s, "#ff8d95")
        return ellipse(x, y + 4 * s, wide * s, tall * s, "#7a2436") + ellipse(
            x, y + (4 + tall * 0.5) * s, wide * 0.6 * s, tall * 0.32 * s, "#ff8d95"
        )
    curve = {"smile": (18, 14), "small": (10, 6), "sad": (14, -11)}.get(mouth)
    if curve:
        wide, deep = curve
        drop = 8 * s if mouth == "sad" else 0
        return line(
            f"M{x - wide * s:.1f} {y + drop:.1f}q{wide * s:.1f} {deep * s:.1f} {2 * wide * s:.1f} 0", _INK, 4.6 * s
        )
    return line(
        f"M{x - 14 * s:.1f} {y + 2 * s:.1f}q{7 * s:.1f} {-8 * s:.1f} {14 * s:.1f} 0t{14 * s:.1f} 0", _INK, 4.4 * s
    )
