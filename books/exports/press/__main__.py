"""`python -m books.exports.press FOLDER`: reads `order.json` and the pictures there, writes `book.pdf` there."""

import contextlib
import json
import resource
import sys
from pathlib import Path

from books.exports.press.marked import marked

_CPU_SECONDS = 60
_MEMORY_BYTES = 1536 * 1024 * 1024


def main(folder: Path) -> None:
    _limit(resource.RLIMIT_CPU, _CPU_SECONDS)
    _limit(resource.RLIMIT_AS, _MEMORY_BYTES)
    order = json.loads((folder / "order.json").read_text(encoding="utf-8"))
    for_print = order["edition"] == "print"
    if for_print:  # each is imported for itself: together they take a second more
        from books.exports.press.booklet import draw
    else:
        from books.exports.press.xhtml import draw
    (folder / "book.pdf").write_bytes(marked(draw(order, folder), order["xmp"], for_print=for_print))


def _limit(kind: int, most: int) -> None:
    with contextlib.suppress(ValueError, OSError):  # macOS refuses some of them
        resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
