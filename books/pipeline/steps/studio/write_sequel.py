"""The blueprint of a sequel for the studio."""

import json

from books.pipeline import asking
from books.pipeline.context import Context
from books.pipeline.steps.studio import looked_at
from books.prompts import sequel as prompt


def run(ctx: Context) -> None:
    asked = ctx.job.spec["asked"]
    source = json.dumps(asked["sourceBlueprint"], ensure_ascii=False)
    looked_at.require_fit_input(ctx, f"{source}\n{asked['endingExcerpt']}")
    request = prompt.build(asked, language=ctx.spec.language, seed=ctx.job.seed)
    banned = [*asked["bannedDescriptorTokens"], *asked["bannedPhrases"]]
    blueprint = asking.complete_rightly(
        ctx, "studio", request, lambda answer: prompt.faults(answer, asked["chapterCount"], banned)
    ).data
    verdict = looked_at.require_fit_output(ctx, json.dumps(blueprint, ensure_ascii=False))
    looked_at.finish(ctx, {"blueprint": blueprint}, verdict)
