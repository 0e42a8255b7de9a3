"""SVG to a Pillow picture, and a picture to bytes."""

import io

import resvg_py
from PIL import Image


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
    return picture.convert("RGBA")


def rendered_small(svg: str, width: int, height: int, share: float) -> Image.Image:
    """Rendered at `share` of the size and enlarged: what ends soft anyway need not cost the whole."""
    small = rendered(svg, round(width * share), round(height * share))
    return small.resize((width, height), Image.Resampling.BICUBIC)


def as_jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=91, subsampling=0)
    return out.getvalue()


def as_png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
