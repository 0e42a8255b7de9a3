"""What goes into the studio and what comes out of it is looked at like any other words for children."""

from typing import Any

from books.models import JobStatus
from books.pipeline import asking
from books.pipeline.context import Context
from books.pipeline.verdicts import as_record
from storyforge_site.lib.errors import Code
from storyforge_site.safety.models import What
from storyforge_site.safety.verdicts import require_pass


def is_done(ctx: Context) -> bool:
    return ctx.job.status == JobStatus.DONE


def require_fit_input(ctx: Context, words: str) -> None:
    if ctx.job.moderation_input is None:
        verdict = asking.check_text(ctx, "moderate_input", words, What.STUDIO_INPUT)
        require_pass(verdict, Code.SAFETY_INPUT)
        ctx.save(moderation_input=as_record(verdict))


def require_fit_output(ctx: Context, words: str) -> dict[str, Any]:
    verdict = asking.check_text(ctx, "moderate_output", words, What.STUDIO_OUTPUT)
    require_pass(verdict, Code.SAFETY_OUTPUT)
    return as_record(verdict)


def finish(ctx: Context, result: dict[str, Any], verdict: dict[str, Any]) -> None:
    with ctx.lease.write():
        ctx.lease.finish(JobStatus.DONE, progress=100, current_step="done", result=result, moderation_output=verdict)
    ctx.remember(status=JobStatus.DONE)
