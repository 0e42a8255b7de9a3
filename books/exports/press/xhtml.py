"""HTML of ours to PDF by xhtml2pdf, which may read one folder and our typefaces, and fetch nothing."""

import io
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from xhtml2pdf import pisa
from xhtml2pdf.config.resources import ResourceAccessPolicy

from books.exports.press.weight import lighten
from books.exports.typefaces import ANDIKA

# Every canvas begins in its base font; the default, Helvetica, would be named in the file without being embedded.
pdfmetrics.registerFont(TTFont("StoryforgeBase", str(ANDIKA.path)))
rl_config.canvas_basefontname = "StoryforgeBase"
rl_config.useA85 = 0  # pictures as they are: as text they would be a quarter larger


def draw(order: dict[str, Any], folder: Path) -> bytes:
    """Pictures are named relative to `folder`. Raises ValueError when the library found fault with the HTML."""
    lighten(folder)
    drawn = io.BytesIO()
    policy = ResourceAccessPolicy.server(folder, allow_remote=False, extra_roots=(ANDIKA.path.parent,))
    result = pisa.CreatePDF(
        order["html"], dest=drawn, encoding="utf-8", path=str(folder / "book.html"), resource_policy=policy
    )
    if result.err:
        raise ValueError(f"{result.err} errors")
    return drawn.getvalue()
