"""Sums with `#rrggbb` colours."""

import colorsys
import re
from collections.abc import Sequence

Rgb = tuple[int, int, int]


_LONG, _SHORT = re.compile(r"#[0-9a-fA-F]{6}"), re.compile(r"#[0-9a-fA-F]{3}")


def cleaned(colour: str, otherwise: str) -> str:
    """`#rrggbb` whatever was said: a saved or a vendor's sheet may hold anything."""
    if _LONG.fullmatch(colour):
        return colour
    if _SHORT.fullmatch(colour):
        return "#" + "".join(part * 2 for part in colour[1:])
    return otherwise


def rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def hexed(parts: Sequence[float]) -> str:
    red, green, blue = (max(0, min(255, round(part))) for part in parts)
    return f"#{red:02x}{green:02x}{blue:02x}"


def mix(one: str, other: str, share: float) -> str:
    """`share` of `other` in `one`, from 0 to 1."""
    return hexed([a + (b - a) * share for a, b in zip(rgb(one), rgb(other), strict=True)])


def lighter(colour: str, share: float) -> str:
    return mix(colour, "#fffdf2", share)


def darker(colour: str, share: float) -> str:
    return mix(colour, "#1c1b3a", share)


def multiply(colour: str, factors: Sequence[float]) -> str:
    return hexed([part * factor for part, factor in zip(rgb(colour), factors, strict=True)])


def greyed(colour: str, share: float) -> str:
    red, green, blue = rgb(colour)
    grey = 0.3 * red + 0.59 * green + 0.11 * blue
    return hexed([part + (grey - part) * share for part in (red, green, blue)])


def turned(colour: str, degrees: float, saturation: float = 1.0) -> str:
    """The same brightness with the hue turned round the wheel."""
    hue, light, strength = colorsys.rgb_to_hls(*(part / 255 for part in rgb(colour)))
    red, green, blue = colorsys.hls_to_rgb((hue + degrees / 360) % 1, light, min(1.0, strength * saturation))
    return hexed([red * 255, green * 255, blue * 255])


_HUES = (  # up to this hue in degrees: light, middle, dark
    (14, ("pink", "red", "dark red")),
    (42, ("cream", "orange", "brown")),
    (66, ("cream", "yellow", "olive")),
    (166, ("light green", "green", "dark green")),
    (192, ("light teal", "teal", "dark teal")),
    (250, ("light blue", "blue", "dark blue")),
    (292, ("lilac", "purple", "dark purple")),
    (340, ("pink", "pink", "dark pink")),
    (361, ("pink", "red", "dark red")),
)


def colour_name(colour: str) -> str:
    """What an English speaker calls it."""
    hue, light, strength = colorsys.rgb_to_hls(*(part / 255 for part in rgb(colour)))
    if light > 0.94 or (light > 0.85 and strength < 0.25):
        return "white"
    if light < 0.13 or (light < 0.22 and strength < 0.3):
        return "black"
    if strength < 0.14:
        return "grey"
    names = next(names for limit, names in _HUES if hue * 360 <= limit)
    muted = names[1] == "orange" and (light < 0.5 and strength < 0.75)
    return names[2] if light < 0.34 or muted else names[0] if light > 0.72 else names[1]
