"""C. The story: written, checked against its schema, mended at most twice, moderated before a picture is paid for."""

import logging
from dataclasses import replace
from typing import Any

from books.models import StoryDraft
from books.pipeline import asking
from books.pipeline.context import Context
from books.pipeline.verdicts import as_record, require_pass
from books.prompts import story as prompt
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.providers.contracts import JsonRequest, JsonResult

log = logging.getLogger(__name__)

_REPAIRS = 2


def is_done(ctx: Context) -> bool:
    return StoryDraft.objects.filter(pk=ctx.job.pk).exists()


def run(ctx: Context) -> None:
    spec = ctx.spec
    result = _write(ctx, prompt.build(spec, seed=ctx.job.seed), spec.page_count, spec.forbidden_elements)
    verdict = asking.check_text(ctx, "story", _whole_text(result.data))
    require_pass(verdict, Code.SAFETY_OUTPUT)
    with ctx.lease.write():
        StoryDraft.objects.create(
            job=ctx.job,
            story=result.data,
            provider=result.usage.provider,
            model=result.usage.model,
            moderation=as_record(verdict),
        )


def _write(ctx: Context, request: JsonRequest, page_count: int, forbidden: Any) -> JsonResult:
    """Ask, and ask again with the faults named. Raises LLM_JSON_INVALID when the third answer is no better."""
    asked = request
    faults: list[str] = []
    for attempt in range(_REPAIRS + 1):
        result = asking.complete_json(ctx, "story", asked, nth=attempt)
        faults = prompt.faults(result.data, page_count, forbidden)
        if not faults:
            return result
        log.warning("the story needs mending: %s", "; ".join(faults))
        asked = replace(request, user=prompt.repair(request.user, result.data, faults))
    raise StoryforgeError(Code.LLM_JSON_INVALID, "; ".join(faults))


def _whole_text(story: dict[str, Any]) -> str:
    return "\n".join([story["title"], story["summary"], *(page["text"] for page in story["pages"])])
