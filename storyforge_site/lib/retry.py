"""Trying again, written once: exponential backoff with jitter, and the vendor's own wish where it states one."""

import logging
import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings

from storyforge_site.lib import deadlines
from storyforge_site.lib.deadlines import OutOfTime
from storyforge_site.lib.errors import Code, Kind, StoryforgeError

log = logging.getLogger(__name__)

Result = TypeVar("Result")

_LONGEST_SECONDS = 20.0


def with_retries(call: Callable[[], Result], *, attempts: int, only: Code | None = None) -> Result:
    """Call up to `attempts` times, again only after errors that may pass, or those with one code. Raises the last."""
    failure: StoryforgeError | OutOfTime = OutOfTime("nothing was tried")
    for attempt in range(1, attempts + 1):
        try:
            return call()
        except OutOfTime:
            if attempt == 1:
                raise
            break
        except StoryforgeError as error:
            failure = error
            pause = _pause(attempt, error.retry_after)
            is_worth_it = error.kind is Kind.RETRYABLE and only in (None, error.code)
            if attempt == attempts or not is_worth_it or pause >= deadlines.left():
                break
            log.info("attempt %d of %d: %s; again in %.1f s", attempt, attempts, error, pause)
            time.sleep(pause)
    raise failure


def _pause(attempt: int, asked: int | None) -> float:
    if asked is not None:
        return min(float(asked), _LONGEST_SECONDS)
    return random.uniform(0.5, 1.0) * min(settings.RETRY_FIRST_SECONDS * 2.0 ** (attempt - 1), _LONGEST_SECONDS)
