"""C. The story: written, checked against its schema, mended at most twice, moderated before a picture is paid for."""

from typing import Any

from books.models import StoryDraft
from books.pipeline import asking
from books.pipeline.context import Context
from books.pipeline.verdicts import as_record, require_pass
from books.prompts import story as prompt
from storyforge_site.lib.errors import Code


def is_done(ctx: Context) -> bool:
    return StoryDraft.objects.filter(pk=ctx.job.pk).exists()


def run(ctx: Context) -> None:
    spec = ctx.spec
    request = prompt.build(spec, seed=ctx.job.seed)
    result = asking.complete_rightly(
        ctx, "story", request, lambda answer: prompt.faults(answer, spec.page_count, spec.forbidden_elements)
    )
    verdict = asking.check_text(ctx, "story", whole_text(result.data))
    require_pass(verdict, Code.SAFETY_OUTPUT)
    with ctx.lease.write():
        StoryDraft.objects.create(
            job=ctx.job,
            story=result.data,
            provider=result.usage.provider,
            model=result.usage.model,
            moderation=as_record(verdict),
        )


def whole_text(story: dict[str, Any]) -> str:
    return "\n".join([story["title"], story["summary"], *(page["text"] for page in story["pages"])])
