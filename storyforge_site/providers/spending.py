"""A text model asked within a request rather than by a book's step: counted against the same caps of the day.

Who keeps those counts is named by `SPENDING_LEDGER`, since rows of that kind belong to an app above this one.
"""

from collections.abc import Callable
from datetime import date
from typing import Protocol, TypeVar

from django.conf import settings
from django.utils.module_loading import import_string

from storyforge_site.lib import metering
from storyforge_site.lib.clock import now
from storyforge_site.providers import prices, registry
from storyforge_site.providers.contracts import JsonRequest, JsonResult, Verdict

Answer = TypeVar("Answer", JsonResult, Verdict)


class Ledger(Protocol):
    def reserve(self, user_id: str, microdollars: int, *, day: date) -> None:
        """Raises BUDGET_EXHAUSTED when that would pass a cap."""
        ...

    def correct(self, user_id: str, difference: int, *, day: date) -> None: ...


def complete_json(request: JsonRequest, *, user_id: str) -> JsonResult:
    """What it may cost is counted before it is asked, and what it did cost afterwards. Raises BUDGET_EXHAUSTED."""
    return _counted(
        lambda: registry.story_model().complete_json(request), prices.most_for_json(request), user_id=user_id
    )


def check_text(text: str, *, language: str, target_age: str, user_id: str) -> Verdict:
    """Counted the same way: some moderators cost."""
    return _counted(
        lambda: registry.moderator().check_text(text, language=language, target_age=target_age),
        prices.most_for_verdict(text),
        user_id=user_id,
    )


def check_photo(jpeg: bytes, *, target_age: str, user_id: str) -> Verdict:
    return _counted(
        lambda: registry.moderator().check_image(jpeg, target_age=target_age, drawn_from_closed_vocabulary=False),
        prices.most_for_verdict(),
        user_id=user_id,
    )


def _counted(ask: Callable[[], Answer], each: int, *, user_id: str) -> Answer:
    if not each:
        return ask()
    ledger: Ledger = import_string(settings.SPENDING_LEDGER)()
    day, most = now().date(), each * prices.tries_of_texts()
    ledger.reserve(user_id, most, day=day)
    spent = most  # until we know better
    try:
        with metering.meter() as meter:
            try:
                answer = ask()
            except Exception:
                spent = meter.taken * each
                raise
        spent = prices.spent(answer.usage, taken=meter.taken, each=each)
        return answer
    finally:
        ledger.correct(user_id, spent - most, day=day)
