"""The verdict on a painted picture: written down by the thread that writes, and settled with what staff decided."""

from dataclasses import replace

from books.pipeline.context import Context
from books.pipeline.painting import Painted
from storyforge_site.safety.models import What
from storyforge_site.safety.verdicts import Judged, settled


def settle(ctx: Context, painted: Painted) -> Painted:
    """One that staff passed before comes back with a passing verdict, still to be put away: it is `unsure` no more."""
    wish = painted.wish
    if painted.verdict is None or wish.passed_by_staff:
        return painted
    judged = Judged(
        ctx.job.user_id,
        What.PICTURE,
        wish.target_age,
        wish.language,
        text="" if painted.unsure else painted.key or wish.raw_key,
        jpeg=painted.unsure,
        job_id=ctx.job.pk,
        page_number=wish.page_number,
    )
    return replace(painted, verdict=settled(judged, painted.verdict, writing=ctx.lease.write))
