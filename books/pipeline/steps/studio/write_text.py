"""Free words for the studio."""

from books.pipeline import asking
from books.pipeline.context import Context
from books.pipeline.steps.studio import looked_at
from storyforge_site.providers.contracts import TextRequest

_SAMPLING = {"temperature": "temperature", "topP": "top_p", "maxOutputTokens": "max_tokens"}


def run(ctx: Context) -> None:
    asked = ctx.job.spec["asked"]
    looked_at.require_fit_input(ctx, f"{asked['systemPrompt']}\n{asked['userPrompt']}")
    text = asking.complete_text(
        ctx,
        "studio",
        TextRequest(
            system=asked["systemPrompt"],
            user=asked["userPrompt"],
            json_mode=asked["jsonMode"],
            seed=ctx.job.seed,
            timeout=asked["timeoutMs"] / 1000,
            language=ctx.spec.language,
            sampling={
                theirs: asked["generationConfig"][ours]
                for ours, theirs in _SAMPLING.items()
                if ours in asked["generationConfig"]
            },
        ),
    )
    looked_at.finish(ctx, {"text": text}, looked_at.require_fit_output(ctx, text))
