"""A of a page made anew. What the family said about it is looked at like a wish."""

from books.pipeline import asking
from books.pipeline.context import Context
from books.pipeline.verdicts import as_record
from storyforge_site.lib.errors import Code
from storyforge_site.providers.contracts import Outcome, Usage, Verdict
from storyforge_site.safety.models import What
from storyforge_site.safety.verdicts import require_pass


def is_done(ctx: Context) -> bool:
    return ctx.job.moderation_input is not None


def run(ctx: Context) -> None:
    said = ctx.job.spec["feedback"]
    nothing_said = Verdict(Outcome.PASS, Usage(provider="", model=""))
    verdict = asking.check_text(ctx, "moderate_input", said, What.FEEDBACK) if said else nothing_said
    require_pass(verdict, Code.SAFETY_INPUT)
    ctx.save(moderation_input=as_record(verdict))
