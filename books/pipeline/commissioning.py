"""A picture commissioned: the wish for it, the intent before it is bought, what it cost after.

Around `painting.paint`, which runs in threads; these belong to the one that may write.
"""

from django.conf import settings

from books import storage
from books.models import CallStatus, ProviderCall
from books.pipeline import calls, kept
from books.pipeline.context import Context
from books.pipeline.painting import Painted, Wish
from storyforge_site.providers import prices
from storyforge_site.providers.contracts import ImageRequest

_STEP = "images"


def wish_for(ctx: Context, request: ImageRequest, *, page_number: int, title: str = "") -> Wish:
    folder = storage.job_folder(ctx.job)
    is_bought = set(settings.IMAGE_PROVIDER) != {"offline"}
    return Wish(
        page_number=page_number,
        request=request,
        question=calls.Question(
            _STEP,
            f"{request.prompt}\n{request.seed}",
            prices.most_for_picture() + prices.most_for_verdict(),
            prices.tries_of_pictures(),
            page_number,
        ),
        folder=folder,
        raw_key=f"{folder}/{storage.WORKINGS}{page_number:02d}-{request.seed}" if is_bought else "",
        target_age=ctx.spec.target_age,
        title=title,
        language=ctx.spec.language,
        deadline=ctx.deadline,
    )


def intend(ctx: Context, wish: Wish) -> ProviderCall | None:
    """None for a picture that costs nothing. Storage is asked only about one that an earlier try has begun."""
    if not wish.raw_key:
        return None
    is_paid = calls.was_asked(ctx, wish.question) and kept.is_bought(wish.raw_key, settings.IMAGE_PROVIDER)
    return calls.intend(ctx, wish.question, is_paid=is_paid)


def settle(ctx: Context, row: ProviderCall | None, painted: Painted) -> None:
    """Whatever came of it. Raises LeaseLost after that."""
    if row is None or row.status == CallStatus.ANSWERED:
        return
    question, usage, taken = painted.wish.question, painted.usage, painted.taken
    if usage:
        calls.answered(ctx, row, question, usage, taken=taken, seconds=painted.seconds)
    elif painted.error:
        calls.failed(ctx, row, question, painted.error, taken=taken)
