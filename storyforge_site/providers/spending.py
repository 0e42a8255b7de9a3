"""A text model asked within a request rather than by a book's step: counted against the same caps of the day.

Who keeps those counts is named by `SPENDING_LEDGER`, since rows of that kind belong to an app above this one.
"""

import json
from datetime import date
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from storyforge_site.lib import metering
from storyforge_site.lib.clock import now
from storyforge_site.providers import prices, registry
from storyforge_site.providers.contracts import JsonRequest, JsonResult


class Ledger(Protocol):
    def reserve(self, user_id: str, microdollars: int, *, day: date) -> None:
        """Raises BUDGET_EXHAUSTED when that would pass a cap."""
        ...

    def correct(self, user_id: str, difference: int, *, day: date) -> None: ...


def complete_json(request: JsonRequest, *, user_id: str) -> JsonResult:
    """What it may cost is counted before it is asked, and what it did cost afterwards. Raises BUDGET_EXHAUSTED."""
    words = f"{request.system}{request.user}{json.dumps(dict(request.schema))}"
    each = prices.most_for_text(words, pictures=len(request.pictures))
    if not each:
        return registry.story_model().complete_json(request)
    ledger: Ledger = import_string(settings.SPENDING_LEDGER)()
    day, most = now().date(), each * settings.LLM_MAX_RETRIES
    ledger.reserve(user_id, most, day=day)
    spent = most  # until we know better
    try:
        with metering.meter() as meter:
            try:
                result = registry.story_model().complete_json(request)
            except Exception:
                spent = meter.taken * each
                raise
        lost = max(0, meter.taken - (0 if prices.is_free(result.usage) else 1))
        spent = (result.usage.cost_microdollars or prices.cost(result.usage)) + lost * each
        return result
    finally:
        ledger.correct(user_id, spent - most, day=day)
