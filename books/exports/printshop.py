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
# Presses of one web process, which has more threads than the machine has memory; who finds none free for a while is
# asked to come back, so that printing never takes every thread.
PRESSES = threading.BoundedSemaphore(2)


def run(order: dict[str, Any], folder: Path) -> bytes:
    """The PDF of `order`, whose pictures are in `folder`.

    Raises UNKNOWN when the press fails or takes too long, RATE_LIMITED when too many are waiting for it.
    """
    (folder / "order.json").write_text(json.dumps(order), encoding="utf-8")
    if not PRESSES.acquire(timeout=settings.PDF_WAIT_SECONDS):
        raise StoryforgeError(Code.RATE_LIMITED, "every press is busy", kind=Kind.RETRYABLE, retry_after=10)
    try:
        _print(folder)
    finally:
        PRESSES.release()
    return (folder / "book.pdf").read_bytes()


def _print(folder: Path) -> None:
    environment = {key: os.environ[key] for key in ("PATH", "LANG", "SYSTEMROOT") if key in os.environ}
    try:
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
