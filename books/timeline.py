"""What happened to a job, in order, from all the rows that tell of it: for staff."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from books.models import CallStatus, Job, JobStatus, ProviderCall
from storyforge_site.safety.models import ModerationVerdict


@dataclass(slots=True)
class Moment:
    """`kind`: ordered, claim, step, call, verdict, staff, ended. `seconds`: how long it took, where that is known."""

    at: datetime
    kind: str
    what: str
    page: int | None = None
    who: str = ""
    seconds: float | None = None
    tries: int = 0
    microdollars: int = 0
    outcome: str = ""
    is_bad: bool = False
    offset: float = 0.0  # seconds since the order


def of_job(job: Job) -> list[Moment]:
    """Three queries."""
    moments = sorted(_moments(job), key=lambda moment: moment.at)
    for moment in moments:
        moment.offset = (moment.at - job.created_at).total_seconds()
    return moments


def _moments(job: Job) -> Iterator[Moment]:
    yield Moment(job.created_at, "ordered", job.get_kind_display())
    yield from _walks(job)
    yield from map(_call, job.provider_calls.all())
    yield from map(_verdict, job.verdicts.select_related("decided_by"))
    about_jobs = ContentType.objects.get_for_model(Job)
    for entry in LogEntry.objects.filter(content_type=about_jobs, object_id=job.pk).select_related("user"):
        yield Moment(entry.action_time, "staff", entry.change_message, who=str(entry.user))
    if job.finished_at:
        is_bad = job.status == JobStatus.FAILED
        yield Moment(job.finished_at, "ended", job.get_status_display(), outcome=job.error_code, is_bad=is_bad)


def _walks(job: Job) -> Iterator[Moment]:
    """A step lasted until the next of the same claim was begun, or until the job ended; else nobody knows."""
    trail = [(datetime.fromisoformat(at), claim, step) for at, claim, step in job.trail]
    last_claim = 0
    for (at, claim, step), following in zip_longest(trail, trail[1:]):
        if claim != last_claim:
            yield Moment(at, "claim", f"a worker takes it, claim {claim}")
            last_claim = claim
        until = job.finished_at if following is None else following[0] if following[1] == claim else None
        yield Moment(at, "step", step, seconds=(until - at).total_seconds() if until else None)


def _call(call: ProviderCall) -> Moment:
    return Moment(
        call.created_at,
        "call",
        call.step,
        page=call.page_number,
        who=f"{call.provider} {call.model}".strip(),
        seconds=call.latency_ms / 1000 if call.latency_ms else None,
        tries=call.tries,
        microdollars=call.cost_microdollars,
        outcome=call.error_code or call.status,
        is_bad=call.status == CallStatus.FAILED,
    )


def _verdict(row: ModerationVerdict) -> Moment:
    decided = f", staff: {row.decision}" if row.decision else ""
    found = ", ".join(sorted(row.categories))
    return Moment(
        row.created_at,
        "verdict",
        row.get_what_display(),
        page=row.page_number,
        who=f"{row.provider} {row.model}".strip(),
        outcome=f"{row.outcome}{decided}{f' ({found})' if found else ''}",
        is_bad=row.outcome != "pass",
    )
