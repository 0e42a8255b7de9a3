"""The press: an order is a folder, in which `order.json` and the pictures are; it writes `book.pdf` there."""

import json
import os
import tempfile
from pathlib import Path

from PIL import Image

from books.exports.press import bindery, fence, xhtml
from books.exports.press.marked import marked
from storyforge_site.lib.workbench import serve


def work(order: bytes) -> bytes:
    """Nothing is answered. Raises what drawing raises."""
    fence.limit()
    folder = Path(os.fsdecode(order))
    os.chdir(folder)
    tempfile.tempdir = str(folder)
    fence.close(folder)
    _print(folder)
    return b""


def _print(folder: Path) -> None:
    order = json.loads((folder / "order.json").read_text(encoding="utf-8"))
    for_print = order["edition"] != "screen"
    draw = bindery.draw if for_print else xhtml.draw
    (folder / "book.pdf").write_bytes(marked(draw(order, folder), order, for_print=for_print))


if __name__ == "__main__":
    Image.init()  # before the fence is closed
    serve(work)
