"""Has a PDF drawn in a process of its own, which can be killed and may use only so much time and memory.

No text of a book has ever been seen to make a PDF library run for ever, but nested markup can: a process that
outstays its time ends, and the web process it belongs to goes on. It sees none of our settings or secrets.
"""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from django.conf import settings

from storyforge_site.lib.errors import Code, Kind, StoryforgeError

_ROOT = Path(__file__).resolve().parents[2]
_PRESS = "books.exports.press"
_AT_ONCE = threading.BoundedSemaphore(2)  # in one web process, which has more threads than the machine has memory


def run(order: dict[str, Any], folder: Path) -> bytes:
    """The PDF of `order`, whose pictures are in `folder`. Raises UNKNOWN when the press fails or takes too long."""
    (folder / "order.json").write_text(json.dumps(order), encoding="utf-8")
    environment = {key: os.environ[key] for key in ("PATH", "LANG", "SYSTEMROOT") if key in os.environ}
    try:
        with _AT_ONCE:
            done = subprocess.run(
                [sys.executable, "-m", _PRESS, str(folder)],
                capture_output=True,
                timeout=settings.PDF_SECONDS,
                env=environment | {"PYTHONPATH": str(_ROOT)},
                check=False,
            )
    except subprocess.TimeoutExpired as error:
        raise StoryforgeError(Code.UNKNOWN, "the press took too long", kind=Kind.RETRYABLE) from error
    if done.returncode != 0:
        raise StoryforgeError(Code.UNKNOWN, f"the press ended with {done.returncode}: {done.stderr[-400:]!r}")
    return (folder / "book.pdf").read_bytes()
