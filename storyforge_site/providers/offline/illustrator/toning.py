"""Brings ready drawings, figures and props, into a scene's light."""

import re
from collections.abc import Sequence

from storyforge_site.providers.offline.illustrator.colour import cleaned, multiply
from storyforge_site.providers.offline.illustrator.pad import OUTLINE, Pad

_COLOUR = re.compile(r'(?<=")#[0-9a-fA-F]{3,6}(?=")')
_UNTONED = (1.0, 1.0, 1.0)


def in_light(pad: Pad, drawing: str) -> str:
    """The ready drawing as it looks in this light, outlined in an inked picture."""
    factors = pad.light.figure_factors
    if factors != _UNTONED:  # colour by colour: a filter would look the same and cost a layer
        drawing = _COLOUR.sub(lambda colour: multiply(cleaned(colour[0], OUTLINE), factors), drawing)
    return f"<g{_outline(pad)}>{drawing}</g>" if pad.inked else drawing


def _outline(pad: Pad) -> str:
    """The attribute for it."""
    if pad.outline_filter == "":
        pad.outline_filter = f"{pad.key}ink"
        pad.defs.append(
            f'<filter id="{pad.outline_filter}" x="-0.04" y="-0.04" width="1.08" height="1.08" '
            'color-interpolation-filters="sRGB">'
            f"{_WIDER}"
            f'<feFlood flood-color="{OUTLINE}"/><feComposite in2="wide" operator="in" result="ink"/>'
            '<feMerge><feMergeNode in="ink"/><feMergeNode in="SourceGraphic"/></feMerge></filter>'
        )
    return f' filter="url(#{pad.outline_filter})"'


def _moved_about(drawn: str, wider: str, steps: Sequence[tuple[int, int]]) -> str:
    moved = [f'<feOffset in="{drawn}" dx="{dx}" dy="{dy}" result="{wider}{dx}{dy}"/>' for dx, dy in steps]
    nodes = [f'<feMergeNode in="{wider}{dx}{dy}"/>' for dx, dy in steps]
    return f'{"".join(moved)}<feMerge result="{wider}">{"".join(nodes)}</feMerge>'


# 3 px wider on every side, with corners cut: a tenth of what feMorphology takes, whose corners are square.
_WIDER = _moved_about("SourceAlpha", "wider", [(2, 0), (-2, 0), (0, 2), (0, -2)]) + _moved_about(
    "wider", "wide", [(1, 1), (-1, 1), (1, -1), (-1, -1)]
)
