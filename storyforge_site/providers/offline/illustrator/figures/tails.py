"""Tails and what grows on the back, drawn behind the body; hips at (0, 0)."""

from storyforge_site.providers.offline.illustrator.figures.ink import circle, darker, lighter, line, path
from storyforge_site.providers.offline.illustrator.figures.kinds import Build
from storyforge_site.providers.sheet import CharacterSheet


def tail(build: Build, sheet: CharacterSheet) -> str:
    main, second, dark = sheet.main_colour, sheet.second_colour, darker(sheet.main_colour, 0.2)
    return {
        "stub": circle(-50, -8, 22, main),
        "pom": circle(-56, -4, 28, lighter(second, 0.4)),
        "long": line("M-30 6C-110 20 -120 -60 -96 -92", dark, 24),
        "thin": line("M-30 8C-110 40 -130 -20 -112 -64", dark, 10),
        "up": path("M-30 -10C-84 -10 -98 -56 -84 -80C-62 -70 -40 -50 -20 -28Z", main),
        "curl": line("M-34 4C-84 20 -100 -22 -74 -34C-56 -40 -52 -14 -72 -12", dark, 13),
        "tuft": line("M-30 4C-92 20 -104 -30 -96 -58", dark, 13) + circle(-95, -66, 19, darker(second, 0.25)),
        "thick": path("M-10 -50C-70 -30 -100 20 -150 34C-110 66 -30 62 20 30Z", main),
        "spade": path("M-10 -50C-70 -30 -96 6 -138 12C-112 50 -30 60 20 30Z", main)
        + path("M-124 34L-176 18L-168 -30L-118 -2Z", second),
        "bushy": path("M-20 20C-120 50 -160 -20 -136 -96C-120 -130 -92 -120 -90 -90C-84 -50 -60 -30 -20 -26Z", main)
        + path(
            "M-138 -62C-142 -110 -110 -134 -94 -104C-92 -84 -96 -76 -104 -66Q-120 -74 -138 -62Z", lighter(second, 0.5)
        ),
        "plume": path("M-16 24C-130 40 -150 -60 -124 -130C-96 -186 -44 -150 -66 -104C-78 -70 -50 -50 -20 -30Z", dark)
        + line("M-60 8C-104 -4 -116 -66 -100 -118", lighter(second, 0.2), 20, 'opacity="0.6"'),
        "ringed": line("M-30 6C-110 20 -120 -60 -96 -96", main, 24)
        + line("M-96 -20l-22 -4M-104 -52l-22 2", darker(main, 0.6), 9),
        "feathers": "".join(line(f"M-20 -4L{x} {y}", second, 17) for x, y in ((-92, 18), (-96, -4), (-88, -26))),
        "mane": path("M-20 -20C-90 -30 -120 30 -104 66C-80 50 -60 60 -52 84C-36 50 -16 30 0 20Z", second),
    }.get(build.tail, "")


def back(build: Build, sheet: CharacterSheet, *, spread: bool) -> str:
    """Wings of a dragon, shell of a turtle, wool of a sheep, plates and spines."""
    second = sheet.second_colour
    parts = []
    if build.wings == "leathery":
        turn = -24 if spread else 8
        bat = path(
            "M40 -96C90 -170 150 -176 196 -150C180 -132 186 -112 190 -92C166 -98 152 -84 148 -62C126 -74 108 -64 100 -42C84 -58 60 -58 44 -44Z",
            second,
        )
        ribs = line("M48 -86C100 -140 150 -150 190 -148M48 -80C96 -110 140 -110 186 -94", darker(second, 0.22), 5)
        parts += [f'<g transform="scale({s} 1) rotate({turn} 40 -80)">{bat}{ribs}</g>' for s in (-1, 1)]
    if "shell" in build.marks:
        parts.append(
            f'<ellipse cx="0" cy="-72" rx="104" ry="108" fill="{second}"/><ellipse cx="0" cy="-72" rx="88" ry="92" fill="none" stroke="{darker(second, 0.2)}" stroke-width="7"/>'
        )
    if "spines" in build.marks:
        spikes = "".join(
            f'<path d="M-16 -78L0 -122L16 -78Z" transform="translate(0 -66) rotate({a})"/>'
            for a in range(-120, 121, 17)
        )
        parts.append(f'<g fill="{second}"><ellipse cx="0" cy="-66" rx="92" ry="96"/>{spikes}</g>')
    if "wool" in build.marks:
        parts.append(
            "".join(
                circle(x, y, 36, second)
                for x, y in ((-66, -110), (-80, -62), (-66, -16), (66, -110), (80, -62), (66, -16))
            )
        )
    if "plates" in build.marks:
        parts.append(
            "".join(
                path(f"M{x - 15} {y + 14}L{x - 24} {y - 14}L{x + 14} {y}Z", second)
                for x, y in ((-62, -110), (-72, -74), (-74, -36))
            )
        )
    return "".join(parts)
