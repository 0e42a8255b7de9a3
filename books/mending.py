"""What staff do about a job: begin it again from one of its steps, stop it, end it with a refund.

A job that failed gave its credit back, so what staff begin again is on the house: the ledger has settled it and nothing
more is written there. One that nobody works on, but has not ended, still holds its credit and goes on with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, F, Q, Value
from django.db.models.functions import Now

from books import services
from books.models import Book, ImagePrompt, Job, JobKind, JobStatus, Page, ProviderCall, StoryDraft
from books.models.ways import WAYS
from storyforge_site.accounts.models import User
from storyforge_site.lib.database import despite_deadlocks
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.stafflog import write_down

ENDINGS = (Code.STUCK_TIMEOUT, Code.PROVIDER_UNAVAILABLE, Code.SAFETY_OUTPUT, Code.UNKNOWN)  # staff may choose

_IN_STORAGE = ("images", "read_aloud")  # what these save goes with the files of a job that failed
_FOLLOWS_BY_ITSELF = "image_prompts"  # from what is written; asks nobody
_COLUMNS: dict[str, tuple[str, Any]] = {
    "normalise": ("normalised", False),
    "moderate_input": ("moderation_input", None),
    "studio": ("moderation_input", None),
    "character_sheet": ("character_sheet", None),
    "page_text": ("written", None),
    "read_aloud": ("written", None),
    "moderate_output": ("moderation_output", None),
}
_BEGUN_AGAIN: dict[str, Any] = {
    "status": JobStatus.QUEUED,
    "progress": 0,
    "current_step": "queued",
    "error_code": "",
    "attempts": 0,
    "lease_owner": "",
    "lease_expires_at": None,
    "started_at": None,
    "finished_at": None,
    "tidied_at": None,
}


@dataclass(frozen=True, slots=True)
class Retry:
    """`anew`: what vendors have answered to these steps is asked again, for other words and other pictures."""

    step: str
    anew: bool
    by: User
    reason: str


def steps_to_retry(job: Job) -> list[str]:
    """From where it can be begun again: up to the step where it ended, as far as what came before is still there."""
    way = WAYS[job.kind]
    reached = way.index(job.current_step) if job.current_step in way else 0
    if job.status == JobStatus.FAILED:
        lost = [way.index(step) for step in _IN_STORAGE if step in way]
        reached = min([reached, *lost])
    return [step for step in way[: reached + 1] if step != _FOLLOWS_BY_ITSELF]


def why_not(job: Job) -> str:
    """Why it cannot be begun again, in a sentence for staff; nothing when it can."""
    if job.status == JobStatus.FAILED:
        if job.tidied_at is None:
            return "Its files are still being removed. Try again in three minutes."
    elif not job.is_open:
        return "Only a job that failed or is stuck begins again."
    elif not Job.objects.all().stuck().filter(pk=job.pk).exists():
        return "A worker is at it." if job.lease_owner else "It waits for a worker, and not for long yet."
    if job.book_id and job.book.thrown_away_at:
        return "The family has thrown this book away."
    if _is_made_by_another(job):
        return "Another job is doing the same already."
    return ""


def retry(job: Job, wanted: Retry) -> None:
    """Clear what the step and those after it have saved, and wake a worker.

    Raises NOT_READY with `why_not` as its note, VALIDATION for a step it cannot begin from.
    """
    despite_deadlocks(lambda: _retry(job.pk, wanted))


def repaint(job: Job, *, by: User, reason: str) -> bool:
    """Of a job that failed over a picture: its pictures with other seeds. One that has not failed needs nothing: it is
    painting again by itself, or was finished with another picture. Whether it was begun again.

    Raises NOT_READY.
    """
    step = "studio" if job.kind == JobKind.IMAGEN else "images"
    if job.status != JobStatus.FAILED or step not in steps_to_retry(job):
        return False
    retry(job, Retry(step, anew=True, by=by, reason=reason))
    return True


def cancel(job: Job, *, by: User, reason: str) -> bool:
    """As the family would. Whether it was still open."""
    with transaction.atomic():
        stopped = services.cancel_book(job)
        if stopped:
            write_down(by, job, f"Stopped: {reason}")
    return stopped


def fail(job: Job, code: Code, *, by: User, reason: str) -> bool:
    """End it with the sentence of `code` and the credit back. Whether it was still open."""
    with transaction.atomic():
        ended = services.end_job(job, JobStatus.FAILED, code)
        if ended:
            write_down(by, job, f"Failed as {code}: {reason}")
    return ended


@transaction.atomic
def _retry(job_id: str, wanted: Retry) -> None:
    job = _held(job_id)
    refused = why_not(job)
    if refused:
        raise StoryforgeError(Code.NOT_READY, refused)
    if wanted.step not in steps_to_retry(job):
        raise StoryforgeError(Code.VALIDATION, f"It cannot be begun again from {wanted.step!r}.")
    way = WAYS[job.kind]
    steps = way[way.index(wanted.step) :]
    if wanted.anew:
        _forget_answers(job, steps)
    cleared = _clear(job, steps)
    if wanted.anew:
        cleared |= _other_seeds(job, steps)
    free = job.on_the_house or (job.status == JobStatus.FAILED and job.takes_a_credit)
    written = {**_BEGUN_AGAIN, **cleared, "on_the_house": free, "fence": F("fence") + 1, "updated_at": Now()}
    Job.objects.filter(pk=job.pk).update(**written)
    job.wake()
    after = f" after {job.error_code}" if job.error_code else ""
    how = ", asking anew" if wanted.anew else ""
    write_down(wanted.by, job, f"Begun again from {wanted.step}{after}{how}: {wanted.reason}")


def _held(job_id: str) -> Job:
    """Under the lock of its book, as everybody who begins a job on one does, and under its own."""
    book_id = Job.objects.values_list("book", flat=True).get(pk=job_id)
    Book.objects.select_for_update().filter(pk=book_id).first()
    return Job.objects.select_for_update(of=("self",)).select_related("book", "user").get(pk=job_id)


def _is_made_by_another(job: Job) -> bool:
    """What is made once at a time: a voice, a file, a page."""
    about = {JobKind.PAGE: "page_number", JobKind.EDITION: "edition"}.get(JobKind(job.kind))
    others = Job.objects.open().filter(kind=job.kind, book=job.book_id).exclude(pk=job.pk) if job.book_id else None
    if others is None:
        return False
    same = others.filter(**{f"spec__{about}": job.spec[about]}) if about else others
    return same.exists()


def _clear(job: Job, steps: Sequence[str]) -> dict[str, Any]:
    """Of the rows beside the job, what these steps have written; the columns of the job to clear."""
    if "story" in steps:
        StoryDraft.objects.filter(job=job).delete()
    prompts = ImagePrompt.objects.filter(job=job)
    if "images" in steps:
        if job.makes_a_book:
            Page.objects.filter(book=job.book_id).delete()
            Book.objects.filter(pk=job.book_id).update(unsized=[])
        kept = _FOLLOWS_BY_ITSELF in WAYS[job.kind] and _FOLLOWS_BY_ITSELF not in steps
        if kept:
            prompts.update(image_key="", art_key="", provider="", model="", moderation={})
        else:
            prompts.delete()
    return dict(_COLUMNS[step] for step in steps if step in _COLUMNS)


def _forget_answers(job: Job, steps: Sequence[str]) -> None:
    """The rows stay, with what they cost; no question has their key any more."""
    asked = Q(step__in=steps)
    for step in steps:
        asked |= Q(step__startswith=f"{step}:")
    ProviderCall.objects.filter(asked, job=job).update(call_key=F("id"))


def _other_seeds(job: Job, steps: Sequence[str]) -> dict[str, Any]:
    """Where the story stays the job keeps the seed it was told with, and only the pictures get others."""
    seed = services.new_seed()
    large = Value(seed, output_field=BigIntegerField())  # or it is sent in four bytes, too few for a seed
    ImagePrompt.objects.filter(job=job).update(seed=F("page_number") + large)
    return {"seed": seed} if {"story", "studio"} & set(steps) or job.kind == JobKind.PAGE else {}
