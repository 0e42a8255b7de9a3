"""SVG to a Pillow picture, and a picture to bytes."""

import io
import math

import resvg_py
from PIL import Image

Box = tuple[int, int, int, int]  # left, top, right, bottom; in pixels

_UNITS = 1024
_FRAME = f'viewBox="0 0 {_UNITS} {_UNITS}"'
_CELL = 16


def rendered(svg: str, width: int, height: int, *, crisp: bool = False) -> Image.Image:
    """RGBA."""
    data = resvg_py.svg_to_bytes(
        svg_string=svg,
        width=width,
        height=height,
        skip_system_fonts=True,
        shape_rendering="crisp_edges" if crisp else "geometric_precision",
    )
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture if picture.mode == "RGBA" else picture.convert("RGBA")


def rendered_small(svg: str, width: int, height: int, share: float) -> Image.Image:
    """Rendered at `share` of the size and enlarged: what ends soft anyway need not cost the whole."""
    small = rendered(svg, round(width * share), round(height * share))
    return small.resize((width, height), Image.Resampling.BICUBIC)


def rendered_part(svg: str, width: int, height: int, box: Box) -> Image.Image:
    """What of the whole, `width` × `height`, lies in `box`."""
    left, top, right, bottom = box
    scale = max(width, height) / _UNITS  # as the sheet's own frame covers the whole
    x, y = (left - width / 2) / scale + _UNITS / 2, (top - height / 2) / scale + _UNITS / 2
    frame = f'viewBox="{x} {y} {(right - left) / scale} {(bottom - top) / scale}"'
    return rendered(svg.replace(_FRAME, frame, 1), right - left, bottom - top)


def covered(svg: str, width: int, height: int, *, margin: float) -> Box | None:
    """The part of the whole in which the sheet shows anything, and `margin` pixels around; None for an empty one.

    Found in a small rendering.
    """
    small = rendered(svg, math.ceil(width / _CELL), math.ceil(height / _CELL)).getchannel("A").getbbox()
    if small is None:
        return None
    cells = 1 + math.ceil(margin / _CELL)
    left, top, right, bottom = (edge + cells * side for edge, side in zip(small, (-1, -1, 1, 1), strict=True))
    return max(0, left * _CELL), max(0, top * _CELL), min(width, right * _CELL), min(height, bottom * _CELL)


def as_jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=91, subsampling=0)
    return out.getvalue()


def as_png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
