"""SVG to a Pillow picture, and a picture to bytes.

By librsvg, which libvips brings along: its picture comes as it lies in memory, and a gradient over the whole sheet
costs 1 ms. Threads do not live through a fork, so nothing is rendered in a process that forks afterwards.
"""

import io
import logging
import math

import pyvips
from PIL import Image

Box = tuple[int, int, int, int]  # left, top, right, bottom; in pixels

_UNITS = 1024
_FRAME = f'viewBox="0 0 {_UNITS} {_UNITS}"'
_CELL = 16

pyvips.concurrency_set(1)  # a picture for each process
logging.getLogger("pyvips").setLevel(logging.WARNING)  # it tells of every thread that ends


def rendered(svg: str, width: int, height: int) -> Image.Image:
    """RGBA."""
    return _drawn(svg, _FRAME, width, height)


def rendered_part(svg: str, width: int, height: int, box: Box) -> Image.Image:
    """What of the whole, `width` × `height`, lies in `box`."""
    left, top, right, bottom = box
    scale = max(width, height) / _UNITS  # as the sheet's own frame covers the whole
    x, y = (left - width / 2) / scale + _UNITS / 2, (top - height / 2) / scale + _UNITS / 2
    frame = f'viewBox="{x} {y} {(right - left) / scale} {(bottom - top) / scale}"'
    return _drawn(svg, frame, right - left, bottom - top)


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


def _drawn(svg: str, frame: str, width: int, height: int) -> Image.Image:
    sized = svg.replace(_FRAME, f'width="{width}" height="{height}" {frame}', 1)
    data = pyvips.Image.svgload_buffer(sized.encode()).write_to_memory()
    return Image.frombytes("RGBA", (width, height), data)


def as_jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=91, subsampling=0)
    return out.getvalue()


def as_png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
