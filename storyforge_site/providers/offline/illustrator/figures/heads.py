"""Animal heads: ears behind, muzzle and markings in front, around the head's middle at (0, 0)."""

from storyforge_site.providers.offline.illustrator.figures.ink import circle, darker, ellipse, lighter, line, mix, path
from storyforge_site.providers.offline.illustrator.figures.kinds import Build
from storyforge_site.providers.sheet import CharacterSheet

NOSE = "#3a2630"


_OWN_SECOND = {"mane", "spines", "hairmane", "shell", "panda", "wool"}


def soft_colour(build: Build, sheet: CharacterSheet) -> str:
    """Belly and muzzle: the second colour, unless mane, spines, shell or patches have it."""
    return lighter(sheet.main_colour, 0.55) if _OWN_SECOND & set(build.marks) else lighter(sheet.second_colour, 0.25)


def ears(build: Build, sheet: CharacterSheet) -> str:
    main, inner = _ear_colour(build, sheet), mix(soft_colour(build, sheet), "#ffb3b3", 0.45)
    dark = darker(main, 0.25)
    both = _PAIRS.get(build.ears)
    if both:
        return "".join(f'<g transform="scale({side} 1)">{both(main, inner, dark)}</g>' for side in (-1, 1))
    if build.ears in ("crest", "tuft"):
        return "".join(
            line(
                f"M0 -70Q{dx * 0.3} -100 {dx} {-112 + abs(dx) * 0.4}",
                sheet.second_colour if build.ears == "crest" else main,
                13,
            )
            for dx in (-20, 2, 22)
        )
    return ""


def _ear_colour(build: Build, sheet: CharacterSheet) -> str:
    return sheet.second_colour if "panda" in build.marks else sheet.main_colour


def _round(main: str, inner: str, dark: str) -> str:
    return circle(66, -62, 32, main) + circle(66, -60, 18, inner)


def _big(main: str, inner: str, dark: str) -> str:
    return circle(88, -44, 44, main) + circle(88, -42, 28, inner)


def _point(main: str, inner: str, dark: str) -> str:
    return path("M26 -68Q66 -136 88 -126Q104 -84 84 -34Z", main) + path("M46 -72Q68 -108 80 -104Q88 -78 76 -50Z", inner)


def _long(main: str, inner: str, dark: str) -> str:
    return path("M22 -62C10 -150 34 -210 56 -204C82 -196 78 -120 62 -56Z", main) + path(
        "M34 -76C28 -140 42 -184 54 -182C68 -176 64 -120 54 -72Z", inner
    )


def _floppy(main: str, inner: str, dark: str) -> str:
    return path("M58 -64C104 -84 128 -30 114 22C104 46 82 32 80 -8Z", dark)


def _side(main: str, inner: str, dark: str) -> str:
    return path("M70 -36C100 -72 140 -62 138 -44C128 -16 96 -10 78 -16Z", main) + path(
        "M84 -36C104 -56 126 -52 124 -44C116 -28 98 -24 86 -26Z", inner
    )


def _huge(main: str, inner: str, dark: str) -> str:
    return path("M60 -62C120 -120 190 -70 176 8C164 70 98 66 74 24Z", dark) + path(
        "M78 -48C120 -84 160 -50 150 4C142 44 104 44 88 14Z", inner
    )


def _fold(main: str, inner: str, dark: str) -> str:
    return path("M28 -72Q60 -116 92 -100Q100 -66 70 -46Z", main) + path("M48 -74Q70 -98 88 -94Q84 -70 66 -58Z", inner)


def _tufts(main: str, inner: str, dark: str) -> str:
    return path("M30 -66Q58 -118 92 -112Q88 -70 74 -46Z", dark)


def _tufted(main: str, inner: str, dark: str) -> str:
    return (
        path("M38 -66Q52 -112 74 -122Q88 -92 82 -44Z", main)
        + line("M72 -114l6 -18", dark, 8)
        + path("M52 -68Q60 -94 72 -102Q78 -82 74 -56Z", inner)
    )


def _fins(main: str, inner: str, dark: str) -> str:
    return path("M74 -34Q112 -64 132 -44Q120 -32 128 -18Q112 -14 112 0Q92 -2 80 -8Z", inner)


_PAIRS = {
    "round": _round,
    "big": _big,
    "point": _point,
    "long": _long,
    "floppy": _floppy,
    "side": _side,
    "huge": _huge,
    "fold": _fold,
    "tufts": _tufts,
    "tufted": _tufted,
    "fins": _fins,
}


def crown(build: Build, sheet: CharacterSheet) -> str:
    """What stands behind or on top of the head besides ears: horns, mane, antlers, spines, eyes of a frog."""
    drawn = (_CROWNS[mark](sheet.main_colour, sheet.second_colour) for mark in build.marks if mark in _CROWNS)
    return "".join(drawn)


def _mirrored(svg: str) -> str:
    return f'{svg}<g transform="scale(-1 1)">{svg}</g>'


def _horns(main: str, second: str) -> str:
    return _mirrored(path("M34 -72Q44 -116 70 -124Q72 -92 60 -60Z", "#f6e3b4"))


def _antlers(main: str, second: str) -> str:
    return _mirrored(line("M34 -72Q44 -120 70 -146M46 -108Q66 -112 84 -104M56 -128Q52 -150 58 -160", "#a9794b", 11))


def _knobs(main: str, second: str) -> str:
    return _mirrored(line("M28 -74L34 -112", darker(main, 0.2), 12) + circle(35, -116, 11, darker(main, 0.5)))


def _mane(main: str, second: str) -> str:
    petals = (f'<ellipse cx="0" cy="-96" rx="36" ry="38" transform="rotate({a})"/>' for a in range(0, 360, 30))
    return f'<g fill="{second}">{"".join(petals)}</g>'


def _spines(main: str, second: str) -> str:
    spikes = (f'<path d="M-15 -84L0 -132L15 -84Z" transform="rotate({a})"/>' for a in range(-112, 113, 16))
    return f'<g fill="{second}">{circle(0, 0, 100, second)}{"".join(spikes)}</g>'


def _top_eyes(main: str, second: str) -> str:
    return _mirrored(circle(48, -66, 36, main))


def _horn(main: str, second: str) -> str:
    return path("M-15 -76L2 -160L17 -76Z", "#ffd76a") + line("M-9 -100l20 -6M-5 -122l13 -4", "#f3b73e", 4)


def _plate(main: str, second: str) -> str:
    return path("M-18 -78L-2 -112L14 -78Z", second)


def _wool(main: str, second: str) -> str:
    curls = ((-72, -34), (-44, -70), (0, -84), (44, -70), (72, -34), (-84, 8), (84, 8))
    return "".join(circle(x, y, 34, second) for x, y in curls)


_CROWNS = {
    "horns": _horns,
    "antlers": _antlers,
    "knobs": _knobs,
    "mane": _mane,
    "spines": _spines,
    "topeyes": _top_eyes,
    "horn": _horn,
    "plates": _plate,
    "wool": _wool,
}


def markings(build: Build, sheet: CharacterSheet) -> str:
    """On the face itself, under the eyes and the muzzle."""
    main, second, dark = sheet.main_colour, sheet.second_colour, darker(sheet.main_colour, 0.45)
    parts = []
    for mark in build.marks:
        if mark == "panda":
            parts += [
                f'<ellipse cx="{s * 38}" cy="4" rx="25" ry="31" fill="{second}" transform="rotate({s * 18} {s * 38} 4)"/>'
                for s in (-1, 1)
            ]
        elif mark == "discs":
            parts += [circle(s * 36, 0, 41, lighter(second, 0.35)) for s in (-1, 1)]
        elif mark == "penguin":
            parts.append(
                path("M0 -40C-18 -66 -76 -52 -74 6C-72 56 -34 72 0 72C34 72 72 56 74 6C76 -52 18 -66 0 -40Z", second)
            )
        elif mark == "eyepatch":
            parts.append(ellipse(36, 0, 33, 38, dark, 'opacity="0.75"'))
        elif mark == "stripes":
            parts += [
                line(f"M{s * 92} {y}Q{s * 74} {y + 4} {s * 62} {y + 10}", dark, 9)
                for s in (-1, 1)
                for y in (-14, 12, 36)
            ]
            parts.append(line("M0 -82v26M-22 -78l5 20M22 -78l-5 20", dark, 9))
        elif mark == "spots" or mark == "patches":
            tint = mix(main, "#7a4a26" if mark == "spots" else "#4a3a3a", 0.5)
            parts += [
                ellipse(x, y, r, r * 0.85, tint, 'opacity="0.7"')
                for x, y, r in ((-58, -44, 15), (-30, -66, 10), (60, -46, 12), (38, -68, 8))
            ]
        elif mark == "topeyes":
            parts += [circle(s * 48, -62, 27, "#fffdf8") for s in (-1, 1)]
    return "".join(parts)


def muzzle(build: Build, sheet: CharacterSheet) -> str:
    main = sheet.main_colour
    pale = soft_colour(build, sheet)
    whiskers = ""
    if "whiskers" in build.marks:
        whiskers = "".join(
            line(f"M{s * 44} {y}L{s * 92} {y + d}", "#ffffff", 3, 'opacity="0.75"')
            for s in (-1, 1)
            for y, d in ((30, -7), (40, 4))
        )
    nose = path("M-13 22Q0 14 13 22Q8 36 0 36Q-8 36 -13 22Z", NOSE)
    drawn = {
        "round": ellipse(0, 42, 46, 36, pale) + nose,
        "small": ellipse(0, 42, 34, 24, pale, 'opacity="0.9"') + path("M-9 22Q0 17 9 22Q5 32 0 32Q-5 32 -9 22Z", NOSE),
        "mask": path("M-96 14C-70 0 -30 6 0 24C30 6 70 0 96 14C84 62 44 82 0 82C-44 82 -84 62 -96 14Z", pale) + nose,
        "heart": path("M0 -52C-26 -80 -84 -52 -70 0C-86 50 -36 80 0 80C36 80 86 50 70 0C84 -52 26 -80 0 -52Z", pale)
        + ellipse(0, 26, 10, 6, NOSE, 'opacity="0.75"'),
        "snout": ellipse(0, 36, 44, 32, pale)
        + ellipse(-14, 34, 6, 9, NOSE, 'opacity="0.7"')
        + ellipse(14, 34, 6, 9, NOSE, 'opacity="0.7"'),
        "long": ellipse(0, 44, 56, 38, lighter(main, 0.18))
        + ellipse(-16, 26, 5.500, 7, NOSE, 'opacity="0.65"')
        + ellipse(16, 26, 5.500, 7, NOSE, 'opacity="0.65"'),
        "pointed": ellipse(0, 36, 40, 34, pale) + circle(0, 22, 13, NOSE),
        "beak": path("M-24 20Q0 4 24 20Q16 50 0 54Q-16 50 -24 20Z", "#f5a623")
        + line("M-20 27Q0 36 20 27", "#c97a10", 4),
        "bill": path("M-44 22Q0 2 44 22Q52 42 0 50Q-52 42 -44 22Z", "#f5a623")
        + line("M-38 32Q0 40 38 32", "#c97a10", 4),
        "wide": "",
        "trunk": line("M0 14C0 60 6 92 34 104", darker(main, 0.06), 36)
        + line("M-14 46q14 6 28 0M-12 66q14 6 28 0", darker(main, 0.2), 3.5),
    }
    return drawn.get(build.muzzle, "") + whiskers
