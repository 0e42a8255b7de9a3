"""The questions of a step to a text model or a moderator, each asked once whatever happens to the worker."""

import logging
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from django.conf import settings

from books.pipeline import calls
from books.pipeline.context import Context
from books.prompts.mending import repair
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.storable import made_storable
from storyforge_site.providers import prices, registry
from storyforge_site.providers.contracts import JsonRequest, JsonResult, Outcome, TextRequest, Usage, Verdict
from storyforge_site.safety.models import What
from storyforge_site.safety.verdicts import Judged, settled

log = logging.getLogger(__name__)

_REPAIRS = 2


def complete_json(ctx: Context, step: str, request: JsonRequest, *, nth: int = 0) -> JsonResult:
    """The offline storyteller costs nothing and says the same again, so it is simply asked.

    `nth` tells the same words asked on purpose again (a second repair) from the same call made twice.
    """
    if settings.LLM_PROVIDER == ["offline"]:
        return registry.story_model().complete_json(request)
    words = f"{request.system}\n{request.user}\n{request.seed}\n{nth}"
    question = calls.Question(step, words, prices.most_for_json(request), attempts=prices.tries_of_texts())

    def call() -> tuple[dict[str, Any], Usage]:
        result = registry.story_model().complete_json(request)
        return {"data": made_storable(result.data), "usage": asdict(result.usage)}, result.usage

    answer = calls.ask(ctx, question, call)
    return JsonResult(answer["data"], Usage(**answer["usage"]))


def complete_text(ctx: Context, step: str, request: TextRequest) -> str:
    """Free words for the studio, asked once as well."""
    if settings.LLM_PROVIDER == ["offline"]:
        return registry.story_model().complete_text(request).text
    words = f"{request.system}\n{request.user}"
    each = prices.most_for_text(words)
    question = calls.Question(step, f"{words}\n{request.seed}", each, attempts=prices.tries_of_texts())

    def call() -> tuple[dict[str, Any], Usage]:
        result = registry.story_model().complete_text(request)
        return {"text": made_storable(result.text)}, result.usage

    return str(calls.ask(ctx, question, call)["text"])


def complete_rightly(
    ctx: Context, step: str, request: JsonRequest, faults: Callable[[dict[str, Any]], list[str]]
) -> JsonResult:
    """Ask, and ask again with the faults named. Raises LLM_JSON_INVALID when the third answer is no better."""
    asked = request
    found: list[str] = []
    for attempt in range(_REPAIRS + 1):
        result = complete_json(ctx, step, asked, nth=attempt)
        found = faults(result.data)
        if not found:
            return result
        log.warning("%s needs mending: %s", step, "; ".join(found))
        asked = replace(request, user=repair(request.user, result.data, found))
    raise StoryforgeError(Code.LLM_JSON_INVALID, "; ".join(found))


def check_text(ctx: Context, step: str, text: str, what: What) -> Verdict:
    """The verdict that counts, written down."""
    spec, page_number = ctx.spec, ctx.job.spec.get("page_number")
    judged = Judged(
        ctx.job.user_id, what, spec.target_age, spec.language, text=text, job_id=ctx.job.pk, page_number=page_number
    )
    return settled(judged, _verdict(ctx, step, text), writing=ctx.lease.write)


def _verdict(ctx: Context, step: str, text: str) -> Verdict:
    moderator, spec = registry.moderator(), ctx.spec
    if settings.MODERATION_PROVIDER == ["rules"]:
        return moderator.check_text(text, language=spec.language, target_age=spec.target_age)
    question = calls.Question(
        f"{step}:moderation", text, prices.most_for_verdict(text), attempts=settings.LLM_MAX_RETRIES
    )

    def call() -> tuple[dict[str, Any], Usage]:
        verdict = moderator.check_text(text, language=spec.language, target_age=spec.target_age)
        return as_json(verdict), verdict.usage

    return from_json(calls.ask(ctx, question, call))


def as_json(verdict: Verdict) -> dict[str, Any]:
    return {
        "outcome": str(verdict.outcome),
        "usage": asdict(verdict.usage),
        "categories": dict(verdict.categories),
        "policy": verdict.policy,
        "scores": dict(verdict.scores),
    }


def from_json(saved: dict[str, Any]) -> Verdict:
    return Verdict(
        Outcome(saved["outcome"]),
        Usage(**saved["usage"]),
        saved["categories"],
        saved["policy"],
        saved.get("scores", {}),
    )
