"""Has a PDF drawn in a process of its own, which can be killed and may use only so much time and memory.

No text of a book has ever been seen to make a PDF library run for ever, but nested markup can: a process that
outstays its time ends, and the web process it belongs to goes on. It sees none of our settings or secrets, and builds
a fence round itself (press/fence.py).
"""

import json
import os
import threading
from pathlib import Path
from typing import Any

from django.conf import settings

from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.lib.workshop import TookTooLong, WorkFailed, Workshop

_PRESS = Workshop("books.exports.press")
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
    try:
        _PRESS.order(os.fsencode(folder), seconds=settings.PDF_SECONDS)
    except TookTooLong as error:
        raise StoryforgeError(Code.UNKNOWN, "the press took too long", kind=Kind.RETRYABLE) from error
    except WorkFailed as error:
        raise StoryforgeError(Code.UNKNOWN, f"the press failed: {error}") from error
