"""Small pieces of SVG and colour that every part of a figure is drawn with."""

from storyforge_site.providers.offline.illustrator.colour import darker, lighter, mix

__all__ = ["circle", "darker", "ellipse", "lighter", "line", "mix", "path"]


def ellipse(x: float, y: float, rx: float, ry: float, fill: str, more: str = "") -> str:
    return f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{rx:.1f}" ry="{ry:.1f}" fill="{fill}"{_spaced(more)}/>'


def circle(x: float, y: float, r: float, fill: str, more: str = "") -> str:
    return ellipse(x, y, r, r, fill, more)


def path(d: str, fill: str, more: str = "") -> str:
    return f'<path d="{d}" fill="{fill}"{_spaced(more)}/>'


def line(d: str, stroke: str, width: float, more: str = "") -> str:
    return (
        f'<path d="{d}" fill="none" stroke="{stroke}" stroke-width="{width:.1f}" stroke-linecap="round" '
        f'stroke-linejoin="round"{_spaced(more)}/>'
    )


def _spaced(more: str) -> str:
    return f" {more}" if more else ""
