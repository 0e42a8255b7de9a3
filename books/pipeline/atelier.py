"""Keeps the painters busy: at most `IMAGE_MAX_CONCURRENT` pictures are bought at once.

Threads buy and look (`painting.py`); this one writes: the intent before a picture is bought, what it cost, and the
picture once it passed. One that does not pass is painted once more with another seed, then the job fails.
"""

import logging
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from django.conf import settings

from books.models import ProviderCall
from books.pipeline import calls, commissioning, looking, painting
from books.pipeline.context import Context
from books.pipeline.lease import LeaseLost
from books.pipeline.painting import Bought, Painted, Wish
from storyforge_site.lib import allocator
from storyforge_site.lib.deadlines import OutOfTime
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.providers import switches
from storyforge_site.providers.contracts import Outcome, Usage, Verdict
from storyforge_site.safety.verdicts import require_pass

log = logging.getLogger(__name__)

_SPOILED_AT_MOST = 2  # times that what a vendor sends is no picture, before the job gives up
_REPAINT_SEED_STEP = 1_000_003
_NICENESS = 10
_AT_ONCE_SECONDS = 0.2  # sizes take longer than such a picture and the next
_KEPT_SECONDS = 0.5  # that memory is kept while there is nothing to look at


@contextmanager
def opened(
    ctx: Context, put_in: Callable[[Painted, Usage, Verdict], None], *, sizes_may_wait: bool = False
) -> Iterator["Atelier"]:
    """`put_in` writes down a picture that passed, inside the transaction of what it cost. Where sizes for screens may
    wait, it is given pictures without, too, while they would keep others waiting."""
    at_once = settings.IMAGE_MAX_CONCURRENT
    with ThreadPoolExecutor(at_once) as painters, ThreadPoolExecutor(at_once, initializer=stand_back) as lookers:
        yield Atelier(ctx, put_in, painters, lookers, sizes_may_wait)


def stand_back() -> None:
    """Behind all threads of all workers that buy or write: a vendor takes longer than we, so it is asked first."""
    if sys.platform == "linux":  # where each thread has a priority of its own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


@dataclass(slots=True)
class Atelier:
    """Takes what each painter brings, even after something failed: it was paid for. While it is looked at, the painter
    is at the next."""

    ctx: Context
    put_in: Callable[[Painted, Usage, Verdict], None]
    painters: ThreadPoolExecutor
    lookers: ThreadPoolExecutor
    sizes_may_wait: bool = False
    waiting: deque[Wish] = field(default_factory=deque)
    buying: dict[Future[Bought], ProviderCall | None] = field(default_factory=dict)
    looking: dict[Future[Painted], ProviderCall | None] = field(default_factory=dict)
    failure: Exception | None = None

    def paint(self, wishes: Iterable[Wish]) -> None:
        """Until all are done, or nothing more may be begun. Raises the first failure, after the rest was taken."""
        self.waiting.extend(wishes)
        self._fill()
        while self.buying or self.looking:
            self._wait()
            for brought in [future for future in self.buying if future.done()]:
                self._look(brought.result(), self.buying.pop(brought))
            self._go_on()  # before anything is written: vendors take longer than we
            for looked_at in [future for future in self.looking if future.done()]:
                self._take(looked_at.result(), self.looking.pop(looked_at))
            self._go_on()
        if self.failure:
            raise self.failure

    def _wait(self) -> None:
        """Until somebody brings something. Memory is kept from picture to picture, but not while vendors paint."""
        at_work: list[Future[Any]] = [*self.buying, *self.looking]
        if not self.looking and not wait(at_work, _KEPT_SECONDS, FIRST_COMPLETED).done:
            allocator.give_back_what_is_free()
        wait(at_work, return_when=FIRST_COMPLETED)

    def _go_on(self) -> None:
        if not self.ctx.out_of_time:
            self._fill()

    def _fill(self) -> None:
        """What a picture may cost is counted before it is begun, and none is begun that could not be finished."""
        while self.waiting and not self.failure and self._has_a_free_painter():
            wish = self.waiting[0]
            if wish.raw_key and self.ctx.deadline.left() < settings.IMAGE_TIMEOUT:
                return
            switches.off()  # read here for the painters, who have no database
            try:
                row = commissioning.intend(self.ctx, wish)
            except Exception as error:
                is_busy = self.buying or self.looking
                if not (is_busy and _is_over_budget(error)):  # once those are settled there may be room
                    self._fail(error)
                return
            self.waiting.popleft()
            # A thread's lines and spans are about this job, too.
            self.buying[self.painters.submit(copy_context().run, painting.buy, wish)] = row

    def _has_a_free_painter(self) -> bool:
        """Who looks must keep up: nobody buys far ahead of a picture that may not pass."""
        at_once = settings.IMAGE_MAX_CONCURRENT
        return len(self.buying) < at_once and len(self.buying) + len(self.looking) < 2 * at_once

    def _look(self, bought: Bought, row: ProviderCall | None) -> None:
        if bought.error:  # nothing to look at, and nothing more is bought
            self._take(painting.look(bought), row)
        else:
            is_pressed = partial(self._is_pressed, bought)
            self.looking[self.lookers.submit(copy_context().run, painting.look, bought, is_pressed)] = row

    def _is_pressed(self, bought: Bought) -> bool:
        """Whether others wait to be looked at or soon will, or the book waits for this one and its like. Asked by those
        who look."""
        is_last = not self.waiting and not self.buying
        at_once = bought.seconds < _AT_ONCE_SECONDS or len(self.looking) > settings.IMAGE_MAX_CONCURRENT
        return self.sizes_may_wait and (is_last or at_once)

    def _take(self, painted: Painted, row: ProviderCall | None) -> None:
        try:
            usage, verdict = painted.usage, painted.verdict
            if usage and verdict and verdict.outcome is Outcome.PASS and not painted.error:
                calls.patiently(lambda: self._write(painted, row, usage, verdict))
            else:
                self._refuse(painted, row)
        except Exception as error:
            self._fail(error)

    def _write(self, painted: Painted, row: ProviderCall | None, usage: Usage, verdict: Verdict) -> None:
        """All that is known about a good picture, or nothing of it. What was spent is spent, whoever holds the job."""
        try:
            with self.ctx.lease.write():
                looking.settle(self.ctx, painted)
                self.put_in(painted, usage, verdict)
                commissioning.settle(self.ctx, row, painted)
        except LeaseLost:
            commissioning.settle(self.ctx, row, painted)
            raise

    def _refuse(self, painted: Painted, row: ProviderCall | None) -> None:
        """Raises why there is no picture, or has it painted once more."""
        commissioning.settle(self.ctx, row, painted)
        if painted.error:
            raise painted.error
        self.waiting.appendleft(_once_more(looking.settle(self.ctx, painted)))

    def _fail(self, error: Exception) -> None:
        """The first real failure counts. Painters that are still busy finish what they asked and ask nothing more."""
        if self.failure is None or isinstance(self.failure, OutOfTime):
            self.failure = error
        if not isinstance(error, OutOfTime):
            self.ctx.deadline.given_up.set()


def _is_over_budget(error: Exception) -> bool:
    return isinstance(error, StoryforgeError) and error.code is Code.COST_CAP


def _once_more(painted: Painted) -> Wish:
    """Raises IMAGE_FAILED or SAFETY_OUTPUT when another try was no better."""
    wish, verdict = painted.wish, painted.verdict
    if verdict is None:
        if wish.spoiled == _SPOILED_AT_MOST:
            raise StoryforgeError(Code.IMAGE_FAILED, f"picture {wish.page_number} is no picture, time and again")
        return _asked_again(replace(wish, spoiled=wish.spoiled + 1), "again")
    if verdict.outcome is Outcome.PASS:
        return replace(wish, passed_by_staff=painted.unsure)
    if wish.repaints:
        require_pass(verdict, Code.SAFETY_OUTPUT)
    log.warning("picture %s did not pass, painting it once more", wish.page_number)
    request = replace(wish.request, seed=wish.request.seed + _REPAINT_SEED_STEP)
    return _asked_again(replace(wish, repaints=1, request=request), "repaint")


def _asked_again(wish: Wish, why: str) -> Wish:
    raw_key = f"{wish.raw_key}-{why}" if wish.raw_key else ""
    question = replace(wish.question, words=f"{wish.question.words}\n{why}")
    return replace(wish, raw_key=raw_key, question=question)
