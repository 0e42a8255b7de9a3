"""A of a book told anew. Other words over the same scenes, checked and looked at like a first story."""

from books.models import Book, StoryDraft
from books.models.draft import story_of
from books.pipeline import asking
from books.pipeline.context import Context
from books.pipeline.steps.story import whole_text
from books.pipeline.verdicts import as_record
from books.prompts import retelling as prompt
from storyforge_site.lib.errors import Code
from storyforge_site.safety.models import What
from storyforge_site.safety.verdicts import require_pass


def is_done(ctx: Context) -> bool:
    return StoryDraft.objects.filter(pk=ctx.job.pk).exists()


def run(ctx: Context) -> None:
    spec, original = ctx.spec, Book.objects.get(pk=ctx.job.spec["of"])
    story = story_of(original)
    request = prompt.build(spec, story, told_by=original.storyteller, seed=ctx.job.spec["seed"])
    result = asking.complete_rightly(
        ctx, "story", request, lambda answer: prompt.faults(answer, len(story["pages"]), spec.forbidden_elements)
    )
    told = prompt.bound(story, result.data)
    verdict = asking.check_text(ctx, "story", whole_text(told), What.STORY)
    require_pass(verdict, Code.SAFETY_OUTPUT)
    with ctx.lease.write():
        StoryDraft.objects.create(
            job=ctx.job,
            story=told,
            provider=result.usage.provider,
            model=result.usage.model,
            moderation=as_record(verdict),
        )
