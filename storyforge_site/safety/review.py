"""One verdict after the other for staff to decide, the oldest first, and no two of them at the same one."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.module_loading import import_string

from storyforge_site.accounts.models import User
from storyforge_site.safety import verdicts
from storyforge_site.safety.models import Decision, ModerationVerdict, What

_LOOKED_AT_SECONDS = 120  # after which somebody else is shown what a moderator left open
_AT_MOST = 50  # moderators at once
_RELATED = ("user", "job__user", "job__book", "job__draft")


@dataclass(frozen=True, slots=True)
class Score:
    category: str
    score: float
    is_worrying: bool


def next_waiting(by: User, *, after: int = 0) -> ModerationVerdict | None:
    """What nobody else looks at this moment: behind the row `after`, then again from the beginning."""
    waiting = ModerationVerdict.objects.waiting().order_by("created_at", "pk")
    behind = list(waiting.filter(pk__gt=after)[:_AT_MOST])
    before = list(waiting.filter(pk__lte=after)[:_AT_MOST]) if after else []
    return next((row for row in [*behind, *before] if _take_up(row.pk, by)), None)


def found(pk: int, by: User) -> ModerationVerdict | None:
    """One that still waits, with all that helps to decide."""
    _take_up(pk, by)
    return ModerationVerdict.objects.waiting().select_related(*_RELATED).filter(pk=pk).first()


def decide(row: ModerationVerdict, decision: Decision, by: User) -> bool:
    """Whether it was still waiting: of two who decide, the first does."""
    return verdicts.decide([row], decision, by) > 0


def may_be_repainted(row: ModerationVerdict) -> bool:
    """A picture whose job failed over it. One that is still at it paints another by itself."""
    return row.what == What.PICTURE and row.job is not None and row.job.status == "failed"


@transaction.atomic
def repaint(row: ModerationVerdict, by: User) -> bool:
    """Not fit; and its job begins again with other pictures. Whether it was still waiting.

    Raises NOT_READY when the job cannot, and then nothing is decided.
    """
    if not decide(row, Decision.UNFIT, by):
        return False
    import_string(settings.REPAINTER)(row.job, by=by, reason=f"a picture was not fit (verdict {row.pk})")
    return True


def words_beside(row: ModerationVerdict) -> str:
    """What stands under the picture, where the story is known."""
    if row.what != What.PICTURE or row.job is None:
        return ""
    try:
        story: dict[str, Any] = row.job.draft.story
        return str(story["pages"][row.page_number - 1]["text"] if row.page_number else story["title"])
    except (ObjectDoesNotExist, LookupError):
        return str((row.job.written or {}).get("text", ""))


def scores_of(row: ModerationVerdict) -> list[Score]:
    """The highest first."""
    listed = {**row.categories, **row.scores}
    return sorted(
        (Score(name, float(score), name in row.categories) for name, score in listed.items()),
        key=lambda one: (-one.score, one.category),
    )


def picture_of(row: ModerationVerdict) -> str:
    return default_storage.url(row.picture_key) if row.picture_key else ""


def _take_up(pk: int, by: User) -> bool:
    """A courtesy and no lock: whoever decides first is heard, and without a cache two may look at the same."""
    try:
        key = f"review:{pk}"
        return bool(cache.add(key, by.pk, timeout=_LOOKED_AT_SECONDS)) or cache.get(key) == by.pk
    except Exception:  # every cache has exceptions of its own
        return True
