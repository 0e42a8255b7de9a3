"""Writing verdicts down, what staff decided about the same before, and what an unfavourable verdict does."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac

from storyforge_site.accounts.models import User
from storyforge_site.lib.choices import AgeBand
from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.stafflog import write_down
from storyforge_site.lib.written import WrittenInsert
from storyforge_site.providers.contracts import Outcome, Usage, Verdict
from storyforge_site.safety import evidence
from storyforge_site.safety.models import Decision, ModerationVerdict, What

_AGES = tuple(AgeBand.values)
_STAFF = Usage(provider="staff", model="")
_VERDICT = WrittenInsert(ModerationVerdict, ignore_conflicts=True)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a verdict is on: a text, or a picture as JPEG. A photo is neither kept nor remembered by its bytes."""

    user_id: str
    what: What
    target_age: str
    language: str = ""
    text: str = ""
    jpeg: bytes = b""
    job_id: str | None = None
    page_number: int | None = None

    @property
    def mark(self) -> str:
        if self.what is What.PHOTO:
            return ""
        # Keyed, since a name is short enough to be guessed from a plain hash.
        return salted_hmac("safety.verdict", self.text.encode() or self.jpeg, algorithm="sha256").hexdigest()


def settled(
    judged: Judged, verdict: Verdict, *, writing: Callable[[], AbstractContextManager[None]] = nullcontext
) -> Verdict:
    """Write the verdict down inside `writing()`. Where it is unsure and staff have decided before, theirs counts."""
    decision = _staff_on(judged) if verdict.outcome is Outcome.REVIEW else Decision.NONE
    if decision:
        outcome = Outcome.PASS if decision == Decision.FIT else Outcome.BLOCK
        verdict = Verdict(outcome, _STAFF, verdict.categories, verdict.policy, verdict.scores)
    kept = _kept(judged) if verdict.outcome is Outcome.REVIEW else {}
    with writing():
        _write(judged, verdict, kept)
    return verdict


def require_pass(verdict: Verdict, code: Code) -> None:
    """Fail closed: unsure is no, said in a kinder sentence."""
    if verdict.outcome is not Outcome.PASS:
        found = ", ".join(sorted(verdict.categories))
        note = f"{verdict.outcome} by {verdict.usage.provider}: {found}"
        raise StoryforgeError(code, note, is_unsure=verdict.outcome is Outcome.REVIEW)


@transaction.atomic
def decide(rows: Sequence[ModerationVerdict], decision: Decision, by: User) -> int:
    """Staff decide, also about whoever else waits for the same. How many rows; what was kept of them goes."""
    chosen = [(row.mark, row.target_age) for row in rows]
    waiting = ModerationVerdict.objects.waiting().select_for_update()
    same = [row for row in waiting.filter(mark__in=[mark for mark, _age in chosen]) if _is_among(row, chosen, decision)]
    keys = [row.picture_key for row in same if row.picture_key]
    ModerationVerdict.objects.filter(pk__in=[row.pk for row in same]).update(
        decision=decision, decided_by=by, decided_at=now(), kept_text="", picture_key=""
    )
    for row in same:
        write_down(by, row, f"Decided: {decision.label}")
    for key in keys:
        if not ModerationVerdict.objects.filter(picture_key=key).exists():
            transaction.on_commit(lambda key=key: evidence.remove_picture(key))  # type: ignore[misc]
    return len(same)


def _is_among(row: ModerationVerdict, chosen: Sequence[tuple[str, str]], decision: Decision) -> bool:
    """What is fit for an age is fit for the older; what is not fit is not for the younger."""
    return any(mark == row.mark and _covers(age, row.target_age, decision) for mark, age in chosen)


def _covers(decided_for: str, wanted_for: str, decision: str) -> bool:
    decided, wanted = _AGES.index(decided_for), _AGES.index(wanted_for)
    return decided <= wanted if decision == Decision.FIT else decided >= wanted


def _staff_on(judged: Judged) -> str:
    """The latest decision of staff on exactly this, for such a reader."""
    mark = judged.mark
    found = ModerationVerdict.objects.decided().filter(mark=mark).order_by("-decided_at") if mark else ()
    return next((row.decision for row in found if _covers(row.target_age, judged.target_age, row.decision)), "")


def _kept(judged: Judged) -> dict[str, str]:
    """What staff need to decide. Over the network, so outside of any transaction."""
    if not judged.mark:
        return {}
    key = evidence.keep_picture(judged.user_id, judged.mark, judged.jpeg) if judged.jpeg else ""
    return {"kept_text": judged.text, "picture_key": key}


def _write(judged: Judged, verdict: Verdict, kept: dict[str, str]) -> None:
    """Once for a job however often its step is begun anew."""
    facts: dict[str, Any] = {
        "provider": verdict.usage.provider,
        "model": verdict.usage.model,
        "policy": verdict.policy,
        "categories": dict(verdict.categories),
        "scores": dict(verdict.scores),
        "target_age": judged.target_age,
        "language": judged.language,
        **kept,
    }
    about = {"user_id": judged.user_id, "what": judged.what, "mark": judged.mark, "outcome": str(verdict.outcome)}
    if judged.job_id is None:
        ModerationVerdict.objects.create(**about, **facts)
        return
    row = ModerationVerdict(**about, **facts, job_id=judged.job_id, page_number=judged.page_number)
    _VERDICT.run(row)
