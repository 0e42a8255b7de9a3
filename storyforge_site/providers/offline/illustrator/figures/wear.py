"""Clothes, hair and the one thing a child finds the hero by. Body units: neck at (0, -205), hips at (0, -78)."""

from storyforge_site.providers.offline.illustrator.figures.ink import circle, darker, ellipse, lighter, line, path
from storyforge_site.providers.sheet import Accessory, CharacterSheet, Garment, HairStyle


def garment(sheet: CharacterSheet, wide: float) -> str:
    """What lies over the trunk; `wide` is half the body's width."""
    colour, dark = sheet.garment_colour, darker(sheet.garment_colour, 0.18)
    w = wide
    shirt = f"M{-w * 0.62} -204Q0 -190 {w * 0.62} -204Q{w * 1.06} -180 {w * 1.04} -96Q0 -76 {-w * 1.04} -96Q{-w * 1.06} -180 {-w * 0.62} -204Z"
    dress = f"M{-w * 0.6} -204Q0 -190 {w * 0.6} -204Q{w * 0.98} -170 {w * 1.5} -52Q0 -30 {-w * 1.5} -52Q{-w * 0.98} -170 {-w * 0.6} -204Z"
    wrap = line(f"M{-w * 0.42} -202L{w * 0.3} -132M{w * 0.42} -202L{-w * 0.16} -150", lighter(colour, 0.75), 9)
    return {
        Garment.TSHIRT: path(shirt, colour) + line(f"M{-w * 0.9} -106Q0 -88 {w * 0.9} -106", dark, 4),
        Garment.JUMPER: path(shirt, colour)
        + line(f"M{-w * 0.95} -102Q0 -84 {w * 0.95} -102", dark, 10)
        + line(f"M{-w * 0.8} -156Q0 -142 {w * 0.8} -156", lighter(colour, 0.45), 9, 'stroke-dasharray="1 16"'),
        Garment.DRESS: path(dress, colour) + line(f"M{-w * 1.32} -66Q0 -44 {w * 1.32} -66", lighter(colour, 0.45), 7),
        Garment.DUNGAREES: path(f"M{-w * 0.5} -168H{w * 0.5}L{w * 1.04} -112V-82Q0 -62 {-w * 1.04} -82V-112Z", colour)
        + line(f"M{-w * 0.46} -166L{-w * 0.56} -204M{w * 0.46} -166L{w * 0.56} -204", colour, 13)
        + circle(-w * 0.42, -158, 6, "#ffd76a")
        + circle(w * 0.42, -158, 6, "#ffd76a")
        + path(f"M{-w * 0.24} -136h{w * 0.48}v20q{-w * 0.24} 12 {-w * 0.48} 0z", dark),
        Garment.COAT: path(dress, colour)
        + line("M0 -194V-42", dark, 4)
        + "".join(circle(12, y, 6, "#ffe9b0") for y in (-166, -130, -94))
        + path(f"M{-w * 0.6} -206L0 -180L{w * 0.6} -206L{w * 0.3} -166L0 -184L{-w * 0.3} -166Z", dark),
        Garment.HANBOK: path(dress, sheet.lower_colour)
        + path(
            f"M{-w * 0.62} -204Q0 -190 {w * 0.62} -204Q{w * 1.02} -184 {w * 1.04} -146Q0 -126 {-w * 1.04} -146Q{-w * 1.02} -184 {-w * 0.62} -204Z",
            colour,
        )
        + wrap
        + path("M6 -158l34 50l14 -4l-36 -50zM4 -158l6 60l14 0l-6 -58z", sheet.accessory_colour),
        Garment.KIMONO: path(
            f"M{-w * 0.62} -204Q0 -190 {w * 0.62} -204Q{w * 1.04} -170 {w * 1.12} -44Q0 -28 {-w * 1.12} -44Q{-w * 1.04} -170 {-w * 0.62} -204Z",
            colour,
        )
        + wrap
        + path(f"M{-w * 1.04} -132Q0 -114 {w * 1.04} -132V-100Q0 -82 {-w * 1.04} -100Z", sheet.accessory_colour)
        + "".join(circle(x, y, 8, lighter(colour, 0.6)) for x, y in ((-34, -66), (22, -58), (44, -80))),
        Garment.VEST: path(
            f"M{-w * 0.6} -204L{-w * 0.16} -150L{-w * 0.3} -92Q{-w * 0.8} -84 {-w * 1.04} -98Q{-w * 1.06} -180 {-w * 0.6} -204ZM{w * 0.6} -204L{w * 0.16} -150L{w * 0.3} -92Q{w * 0.8} -84 {w * 1.04} -98Q{w * 1.06} -180 {w * 0.6} -204Z",
            colour,
        ),
    }.get(sheet.garment, "")


def hair_behind(sheet: CharacterSheet) -> str:
    """Around a head of middle (0, 0): what falls behind it."""
    c = sheet.hair_colour
    return {
        HairStyle.BOB: path("M-98 -8C-110 -104 110 -104 98 -8C104 40 96 66 84 76H-84C-96 66 -104 40 -98 -8Z", c),
        HairStyle.LONG: path("M-98 -8C-112 -108 112 -108 98 -8C110 60 112 130 92 160H-92C-112 130 -110 60 -98 -8Z", c),
        HairStyle.BRAIDS: "".join(circle(s * x, y, 19, c) for s in (-1, 1) for x, y in ((98, 40), (106, 66), (110, 92)))
        + "".join(path(f"M{s * 104} 106l{s * 18} 30h{-s * 28}z", c) for s in (-1, 1)),
        HairStyle.PONYTAIL: path("M40 -70C130 -110 150 0 118 70C110 30 96 -10 60 -30Z", c),
        HairStyle.BUN: circle(0, -100, 36, c),
        HairStyle.AFRO: circle(0, -24, 124, c),
        HairStyle.CURLY: "".join(
            circle(x, y, 36, c)
            for x, y in (
                (-92, 10),
                (-98, -34),
                (-72, -74),
                (-28, -94),
                (24, -96),
                (70, -76),
                (98, -36),
                (94, 10),
                (-84, 46),
                (84, 46),
            )
        ),
    }.get(sheet.hair_style, "")


def hair_front(sheet: CharacterSheet) -> str:
    c = sheet.hair_colour
    cap = "M-94 -6C-104 -112 104 -112 94 -6"
    return {
        HairStyle.SHORT: path(cap + "C84 -40 60 -52 30 -46C0 -62 -46 -58 -70 -40C-84 -30 -90 -18 -94 -6Z", c),
        HairStyle.BOB: path(cap + "C88 -34 70 -50 0 -50C-70 -50 -88 -34 -94 -6Z", c),
        HairStyle.LONG: path(cap + "C84 -44 40 -60 14 -66C-20 -50 -76 -46 -94 -6Z", c),
        HairStyle.BRAIDS: path(cap + "C84 -48 34 -56 0 -68C-34 -56 -84 -48 -94 -6Z", c)
        + "".join(circle(s * 96, 24, 10, sheet.accessory_colour) for s in (-1, 1)),
        HairStyle.PONYTAIL: path(cap + "C80 -52 20 -50 -20 -64C-50 -54 -84 -40 -94 -6Z", c),
        HairStyle.BUN: path(cap + "C80 -56 40 -64 0 -66C-40 -64 -80 -56 -94 -6Z", c),
        HairStyle.CURLY: "".join(
            circle(x, y, 24, c) for x, y in ((-78, -40), (-46, -62), (-8, -68), (30, -66), (64, -52), (84, -30))
        ),
        HairStyle.AFRO: path("M-94 -10C-96 -92 96 -92 94 -10C70 -56 -70 -56 -94 -10Z", c),
        HairStyle.SPIKY: path(
            "M-94 -6L-112 -50L-84 -56L-92 -104L-50 -84L-36 -128L0 -94L36 -128L48 -84L92 -104L84 -56L112 -50L94 -6C76 -48 40 -54 20 -40L0 -56L-24 -38C-50 -54 -80 -40 -94 -6Z",
            c,
        ),
    }.get(sheet.hair_style, "")


def on_body(sheet: CharacterSheet, wide: float) -> str:
    """Accessories in front of the trunk, under the head."""
    colour, dark = sheet.accessory_colour, darker(sheet.accessory_colour, 0.2)
    if sheet.accessory is Accessory.SCARF:
        band = line(f"M{-wide * 0.86} -202Q0 -168 {wide * 0.86} -202", colour, 34)
        end = path(f"M{wide * 0.3} -190q26 40 14 86l30 6q16 -52 -8 -98z", dark) + line(
            f"M{wide * 0.36 + 12} -112l22 5", lighter(colour, 0.5), 6
        )
        return (
            end
            + band
            + line(f"M{-wide * 0.8} -198Q0 -166 {wide * 0.8} -198", lighter(colour, 0.5), 5, 'stroke-dasharray="10 14"')
        )
    if sheet.accessory is Accessory.BACKPACK:
        return line(
            f"M{-wide * 0.62} -200Q{-wide * 0.72} -150 {-wide * 0.8} -116M{wide * 0.62} -200Q{wide * 0.72} -150 {wide * 0.8} -116",
            colour,
            15,
        )
    if sheet.accessory is Accessory.CAPE:
        return line(f"M{-wide * 0.7} -200Q0 -178 {wide * 0.7} -200", colour, 16) + circle(0, -186, 11, "#ffd76a")
    return ""


def behind_body(sheet: CharacterSheet, wide: float) -> str:
    colour = sheet.accessory_colour
    if sheet.accessory is Accessory.CAPE:
        return path(
            f"M{-wide * 0.7} -204Q0 -190 {wide * 0.7} -204C{wide * 1.3} -120 {wide * 1.7} -60 {wide * 1.8} -28Q0 6 {-wide * 1.8} -28C{-wide * 1.7} -60 {-wide * 1.3} -120 {-wide * 0.7} -204Z",
            colour,
        )
    if sheet.accessory is Accessory.BACKPACK:
        return path(
            f"M{-wide * 1.16} -190Q0 -226 {wide * 1.16} -190V-100Q0 -80 {-wide * 1.16} -100Z", darker(colour, 0.12)
        )
    return ""


def on_head(sheet: CharacterSheet, *, eyes_apart: float, eyes_y: float, top: float) -> str:
    """Around a head of middle (0, 0) whose skull ends at `top` (negative)."""
    colour, dark = sheet.accessory_colour, darker(sheet.accessory_colour, 0.22)
    return {
        Accessory.BOW: f'<g transform="translate(52 {top + 16}) rotate(24)">'
        + path("M0 0C-46 -40 -56 30 0 4C56 30 46 -40 0 0Z", colour)
        + circle(0, 2, 12, dark)
        + "</g>",
        Accessory.HAT: path(f"M-62 {top + 26}C-60 {top - 56} 60 {top - 56} 62 {top + 26}Z", colour)
        + line(f"M-70 {top + 26}Q0 {top + 4} 70 {top + 26}", lighter(colour, 0.4), 22)
        + circle(0, top - 40, 18, lighter(colour, 0.55)),
        Accessory.CAP: path(f"M-74 {top + 36}C-76 {top - 34} 76 {top - 34} 74 {top + 36}Z", colour)
        + path(f"M10 {top + 26}Q92 {top + 10} 122 {top + 44}Q70 {top + 44} 20 {top + 42}Z", dark)
        + circle(0, top - 14, 8, dark),
        Accessory.CROWN: path(
            f"M-50 {top + 24}L-58 {top - 40}L-26 {top - 10}L0 {top - 54}L26 {top - 10}L58 {top - 40}L50 {top + 24}Q0 {top + 10} -50 {top + 24}Z",
            "#ffd24a",
        )
        + circle(0, top - 4, 9, colour)
        + circle(-32, top + 4, 6, "#7cc5ff")
        + circle(32, top + 4, 6, "#7cc5ff"),
        Accessory.GLASSES: "".join(
            f'<circle cx="{s * eyes_apart}" cy="{eyes_y}" r="30" fill="#ffffff" fill-opacity="0.16" stroke="{colour}" stroke-width="6"/>'
            for s in (-1, 1)
        )
        + line(f"M{-eyes_apart + 30} {eyes_y}Q0 {eyes_y - 9} {eyes_apart - 30} {eyes_y}", colour, 6),
        Accessory.FLOWER: f'<g transform="translate(58 {top + 22})">'
        + "".join(
            f'<ellipse cx="0" cy="-17" rx="11" ry="15" fill="{colour}" transform="rotate({a})"/>'
            for a in range(0, 360, 72)
        )
        + circle(0, 0, 11, "#ffd76a")
        + "</g>",
        Accessory.HEADPHONES: line(f"M-96 -4C-96 {top - 40} 96 {top - 40} 96 -4", dark, 12)
        + "".join(ellipse(s * 97, 4, 18, 30, colour) for s in (-1, 1)),
    }.get(sheet.accessory, "")
