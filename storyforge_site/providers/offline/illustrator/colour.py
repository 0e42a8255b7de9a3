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
