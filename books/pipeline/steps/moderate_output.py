"""G. Nothing is published unless every text and every picture carries a passing verdict."""

from books.models import ImagePrompt, StoryDraft
from books.pipeline.context import Context
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.providers.contracts import Outcome


def is_done(ctx: Context) -> bool:
    return ctx.job.moderation_output is not None


def run(ctx: Context) -> None:
    text = StoryDraft.objects.get(pk=ctx.job.pk).moderation
    pictures = {str(row.page_number): row.moderation for row in ImagePrompt.objects.filter(job=ctx.job)}
    for name, verdict in {"text": text, **pictures}.items():
        if verdict.get("outcome") != Outcome.PASS:
            raise StoryforgeError(Code.SAFETY_OUTPUT, f"no passing verdict for {name}")
    ctx.save(moderation_output={"text": text, "pictures": pictures})
