"""The usual kinds of fields, each with both ends of its range."""

from typing import Any

from storyforge_site.tests.contract.table import Field


def text(most: int, *, least: int = 0, required: bool = False) -> Field:
    """A string of `least` to `most` characters."""
    too_short = ("x" * (least - 1),) if least else ()
    return Field(good=("x" * least, "x" * most), bad=(*too_short, "x" * (most + 1), 5), required=required)


def words(most: int) -> Field:
    """The same in an address, where everything is a string."""
    return Field(good=("", "x" * most), bad=("x" * (most + 1),))


def whole(low: int, high: int, *, required: bool = False) -> Field:
    return Field(good=(low, high), bad=(low - 1, high + 1, "many"), required=required)


def one_of(*values: str, required: bool = False) -> Field:
    return Field(good=values, bad=("crayon", ""), required=required)


def truth(*, required: bool = False) -> Field:
    return Field(good=(True, False), bad=("yes", 1), required=required)


def several(most: int, *, least: int = 0, item: Any = "wolf", required: bool = False) -> Field:
    too_few = ([item] * (least - 1),) if least else ()
    return Field(good=([item] * least, [item] * most), bad=(*too_few, [item] * (most + 1), "wolf"), required=required)


LANGUAGE = one_of("ko", "en", "ja")
AGE = one_of("3-5", "5-7", "7-9", "adult", required=True)
STYLE = one_of("watercolor", "cartoon", "3d", "pixel", "oil_painting", "claymation", required=True)
LIMIT, OFFSET = whole(1, 100), Field(good=(0, 1000), bad=(-1, "many"))
