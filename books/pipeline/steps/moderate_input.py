"""B. Nothing is paid for before what was asked is known to be fit for a child."""

from books.pipeline import asking
from books.pipeline.context import Context
from books.pipeline.verdicts import as_record
from storyforge_site.lib.errors import Code
from storyforge_site.safety.models import What
from storyforge_site.safety.verdicts import require_pass


def is_done(ctx: Context) -> bool:
    return ctx.job.moderation_input is not None


def run(ctx: Context) -> None:
    spec = ctx.spec
    words = [spec.topic, spec.theme, spec.series_context]
    for hero in spec.heroes:
        words += [hero.name, hero.appearance, *hero.personality]
    verdict = asking.check_text(ctx, "moderate_input", "\n".join(filter(None, words)), What.WISH)
    require_pass(verdict, Code.SAFETY_INPUT)
    ctx.save(moderation_input=as_record(verdict))
