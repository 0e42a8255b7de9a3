"""C. The story: written, checked against its schema, mended at most twice, moderated before a picture is paid for."""

from typing import Any

from books.models import StoryDraft
from books.pipeline import asking
from books.pipeline.context import Context
from books.pipeline.verdicts import as_record
from books.prompts import story as prompt
from storyforge_site.lib.errors import Code
from storyforge_site.safety.models import What
from storyforge_site.safety.verdicts import require_pass


def is_done(ctx: Context) -> bool:
    return StoryDraft.objects.filter(pk=ctx.job.pk).exists()


def run(ctx: Context) -> None:
    spec = ctx.spec
    request = prompt.build(spec, seed=ctx.job.seed)
    result = asking.complete_rightly(
        ctx, "story", request, lambda answer: prompt.faults(answer, spec.page_count, spec.forbidden_elements)
    )
    verdict = asking.check_text(ctx, "story", whole_text(result.data), What.STORY)
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
    """Everything a family will read or have read to it, pictures' descriptions too."""
    shown = [story["cover"], *story["pages"]]
    return "\n".join(
        [
            story["title"],
            story["summary"],
            *(page["text"] for page in story["pages"]),
            *(picture["alt_text"] for picture in shown),
        ]
    )
