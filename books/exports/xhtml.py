"""HTML of ours to PDF by xhtml2pdf, which may read one folder and our typefaces, and fetch nothing."""

import io
from pathlib import Path

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from xhtml2pdf import pisa
from xhtml2pdf.config.resources import ResourceAccessPolicy

from books.exports.typefaces import ANDIKA

# Every canvas begins in its base font; the default, Helvetica, would be named in the file without being embedded.
pdfmetrics.registerFont(TTFont("StoryforgeBase", str(ANDIKA.path)))
rl_config.canvas_basefontname = "StoryforgeBase"


def render(html: str, folder: Path) -> tuple[bytes, int]:
    """(PDF, number of errors). Pictures are named relative to `folder`."""
    out = io.BytesIO()
    policy = ResourceAccessPolicy.server(folder, allow_remote=False, extra_roots=(ANDIKA.path.parent,))
    result = pisa.CreatePDF(html, dest=out, encoding="utf-8", path=str(folder / "book.html"), resource_policy=policy)
    return out.getvalue(), result.err
