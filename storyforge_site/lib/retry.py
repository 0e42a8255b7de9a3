"""Trying again, written once: exponential backoff with jitter, and the vendor's own wish where it states one."""

import logging
import random
import time
from collections.abc import Callable
from typing import TypeVar

from storyforge_site.lib.errors import Code, Kind, StoryforgeError

log = logging.getLogger(__name__)

Result = TypeVar("Result")

_FIRST_SECONDS = 0.5
_LONGEST_SECONDS = 20.0


def with_retries(call: Callable[[], Result], *, attempts: int, only: Code | None = None) -> Result:
    """Call up to `attempts` times, again only after errors that may pass, or those with one code. Raises the last."""
    for attempt in range(1, attempts):
        try:
            return call()
        except StoryforgeError as error:
            if error.kind is not Kind.RETRYABLE or only not in (None, error.code):
                raise
            pause = _pause(attempt, error.retry_after)
            log.info("attempt %d of %d: %s; again in %.1f s", attempt, attempts, error, pause)
            time.sleep(pause)
    return call()


def _pause(attempt: int, asked: int | None) -> float:
    if asked is not None:
        return min(float(asked), _LONGEST_SECONDS)
    return random.uniform(0.5, 1.0) * min(_FIRST_SECONDS * 2.0 ** (attempt - 1), _LONGEST_SECONDS)
