"""The bodies of those without legs to stand on, each drawn with its lowest point at (0, 0)."""

from collections.abc import Callable

from storyforge_site.providers.offline.illustrator.figures.ink import circle, darker, ellipse, lighter, line, path
from storyforge_site.providers.sheet import CharacterSheet, HeroKind

_STAR = (
    "M0 -330L44 -232Q52 -216 70 -214L176 -204L98 -132Q84 -118 88 -100L112 -4L18 -56Q0 -66 -18 -56"
    "L-112 -4L-88 -100Q-84 -118 -98 -132L-176 -204L-70 -214Q-52 -216 -44 -232Z"
)
_PUFFS = ((-96, -110, 70), (96, -110, 70), (-54, -176, 78), (54, -178, 80), (0, -120, 108), (0, -208, 66))
_TAIL_FLUKES = (
    "M-130 -120C-190 -130 -210 -190 -250 -206C-226 -226 -196 -212 -184 -190C-184 -216 -160 -240 -136 -234"
    "C-146 -206 -140 -180 -110 -166Z"
)
_SNAIL_FOOT = (
    "M-150 -8C-150 -50 -60 -46 60 -50C90 -60 84 -170 120 -176C166 -176 164 -60 140 -20C130 0 100 0 60 0H-130"
    "Q-150 0 -150 -8Z"
)
_SPIRAL = "M-30 -136a16 16 0 1 1 -16 16a34 34 0 1 0 34 -36a54 54 0 1 0 56 54a72 72 0 1 1 -74 -76"


def _ghost(sheet: CharacterSheet) -> str:
    hem = "V-18Q92 -44 68 -16Q44 12 20 -16Q0 -40 -22 -14Q-46 12 -70 -16Q-92 -42 -112 -16Z"
    shine = "M-80 -120C-84 -290 -20 -300 0 -296C-60 -270 -66 -180 -60 -60Q-74 -70 -80 -60Z"
    return path(f"M-112 -150C-118 -330 118 -330 112 -150{hem}", sheet.main_colour) + path(
        shine, lighter(sheet.main_colour, 0.6), 'opacity="0.5"'
    )


def _star(sheet: CharacterSheet) -> str:
    rim = f'stroke="{sheet.main_colour}" stroke-width="30" stroke-linejoin="round"'
    inner = path(_STAR, lighter(sheet.main_colour, 0.35), 'transform="translate(0 -34) scale(0.78)"')
    return path(_STAR, sheet.main_colour, rim) + inner


def _cloud(sheet: CharacterSheet) -> str:
    shade = "".join(circle(x, y + 8, r, darker(sheet.main_colour, 0.1)) for x, y, r in _PUFFS)
    return shade + "".join(circle(x, y, r, sheet.main_colour) for x, y, r in _PUFFS)


def _snowman(sheet: CharacterSheet) -> str:
    balls = circle(0, -86, 96, sheet.main_colour) + circle(0, -216, 80, sheet.main_colour)
    buttons = "".join(circle(0, y, 8, "#3a3346") for y in (-120, -84, -50))
    scarf = line("M-64 -176Q0 -146 64 -176", sheet.accessory_colour, 26)
    end = path("M30 -160q22 36 10 72l26 4q12 -42 -6 -82z", darker(sheet.accessory_colour, 0.15))
    return balls + buttons + scarf + end


def _octopus(sheet: CharacterSheet) -> str:
    main = sheet.main_colour
    legs = "".join(
        line(f"M{x} -120C{x * 1.5:.0f} -60 {x * 1.7:.0f} -10 {x * 2.1:.0f} {-18 - abs(x) * 0.2:.0f}", colour, 32)
        for x, colour in zip((-72, -44, -16, 16, 44, 72), (main, darker(main, 0.1)) * 3, strict=True)
    )
    head = path("M-108 -170C-112 -330 112 -330 108 -170C106 -110 60 -96 0 -96C-60 -96 -106 -110 -108 -170Z", main)
    spots = ((-66, -246, 14), (-40, -268, 9), (70, -230, 11))
    return legs + head + "".join(circle(x, y, r, lighter(main, 0.3), 'opacity="0.6"') for x, y, r in spots)


def _fish(sheet: CharacterSheet) -> str:
    main, second = sheet.main_colour, sheet.second_colour
    fins = path("M-96 -140L-190 -214Q-166 -140 -190 -66Z", second) + path("M-20 -230Q20 -290 74 -232Z", second)
    stripes = "".join(line(f"M{x} -186q-22 46 0 92", lighter(main, 0.35), 8) for x in (-66, -36))
    side_fin = path("M-18 -112q-52 22 -44 66q50 -12 66 -46z", second)
    return fins + ellipse(0, -140, 136, 100, main) + side_fin + stripes


def _whale(sheet: CharacterSheet) -> str:
    main, second = sheet.main_colour, sheet.second_colour
    back = path("M-160 -120C-140 -260 190 -290 200 -120C204 -30 100 0 0 0C-90 0 -166 -40 -160 -120Z", main)
    belly = path("M-120 -52C-40 -92 120 -92 196 -100C186 -24 92 0 0 0C-54 0 -98 -16 -120 -52Z", second)
    folds = "".join(line(f"M{x} -18q4 -34 14 -56", darker(second, 0.12), 4) for x in (0, 34, 68, 102))
    spout = line("M40 -250q-4 -40 -34 -46M44 -250q4 -40 34 -46", "#9fd6ff", 11)
    fin = path("M-10 -66q-60 26 -66 76q60 4 92 -50z", darker(main, 0.1))
    return path(_TAIL_FLUKES, main) + back + belly + folds + spout + fin


def _snail(sheet: CharacterSheet) -> str:
    main, second = sheet.main_colour, sheet.second_colour
    shell = circle(-30, -120, 98, second) + line(_SPIRAL, darker(second, 0.25), 11)
    feelers = line("M104 -176Q96 -220 84 -240M136 -176Q146 -220 158 -238", main, 11)
    return path(_SNAIL_FOOT, main) + shell + feelers + circle(84, -246, 12, main) + circle(160, -244, 12, main)


BODIES: dict[HeroKind, Callable[[CharacterSheet], str]] = {
    HeroKind.GHOST: _ghost,
    HeroKind.STAR: _star,
    HeroKind.CLOUD: _cloud,
    HeroKind.SNOWMAN: _snowman,
    HeroKind.OCTOPUS: _octopus,
    HeroKind.FISH: _fish,
    HeroKind.WHALE: _whale,
    HeroKind.SNAIL: _snail,
}
