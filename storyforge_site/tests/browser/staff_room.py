"""What staff find on their desk: verdicts that wait, and books that failed early or over a picture."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test.utils import override_settings

from books import services
from books.models import Job, JobStatus
from books.pipeline import runner
from books.spec import BookSpec
from books.tests.factories import jpeg
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import Code
from storyforge_site.safety.models import ModerationVerdict, What

_STEPS_TO_THE_PICTURES = 5
_WISH = BookSpec(topic="A knight who is afraid of mice", language="en", target_age="5-7", style="cartoon", page_count=4)


def furnish(family: User) -> dict[str, str]:
    """The ids of what is on the desk, by name."""
    job = _failed_over_a_picture(family)
    key = default_storage.save(f"review/unsure-{job.pk}.jpg", ContentFile(jpeg("#884422")))
    picture = _unsure(family, "knight", what=What.PICTURE, job=job, page_number=2, picture_key=key)
    text = _unsure(family, "mice", what=What.WISH, kept_text="A knight who fights a hundred mice")
    last = _unsure(family, "fire", what=What.STORY, kept_text="Then the fire was out, and all were tired.")
    return {
        "failed_picture": job.pk,
        "failed_early": _ended(services.order_book(family, _WISH), Code.PROVIDER_UNAVAILABLE).pk,
        "unsure_picture": str(picture.pk),
        "unsure_wish": str(text.pk),
        "unsure_story": str(last.pk),
    }


def _failed_over_a_picture(family: User) -> Job:
    job = services.order_book(family, _WISH)
    with override_settings(JOB_WALK_SECONDS=0):
        for _step in range(_STEPS_TO_THE_PICTURES):
            runner.advance(job.pk)
    Job.objects.filter(pk=job.pk).update(current_step="images")
    return _ended(job, Code.SAFETY_OUTPUT)


def _ended(job: Job, code: Code) -> Job:
    """With its files gone, as after the watchdog's next round."""
    services.end_job(job, JobStatus.FAILED, code)
    Job.objects.filter(pk=job.pk).update(tidied_at=now())
    return job


def _unsure(family: User, mark: str, **fields: object) -> ModerationVerdict:
    found = {"categories": {"violence": 0.45}, "scores": {"violence": 0.45, "sexual": 0.0}}
    about = {"policy": "2026-11", "outcome": "review", "target_age": "5-7", "language": "en", "provider": "openai"}
    return ModerationVerdict.objects.create(user=family, mark=mark, **about, **found, **fields)
