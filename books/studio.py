"""What the writing studio can have done: every question to a model is a job, and nothing is charged in credits."""

from typing import Any

from django.db import transaction

from books import services
from books.models import Job, JobKind, StudioStory
from books.spec import BookSpec
from storyforge_site.accounts.models import User
from storyforge_site.lib.choices import AgeBand, Style
from storyforge_site.lib.language import detect

MOST_STORIES = 500


@transaction.atomic
def order(user: User, kind: JobKind, asked: dict[str, Any], *, words: str) -> Job:
    """`words` say which language is spoken. Raises BUDGET_EXHAUSTED."""
    services.require_budget(user)
    language = detect(words) or user.language
    audience = BookSpec(topic="", target_age=AgeBand.READER, style=Style.WATERCOLOR, language=language)
    job = Job.objects.create(
        user=user, kind=kind, seed=services.new_seed(), spec={"asked": asked, "book": audience.as_dict()}
    )
    job.wake()
    return job


def keep_story(user: User, client_id: str, fields: dict[str, Any]) -> StudioStory:
    """Write the client's story over the one it knows by this id, or as a new one."""
    story, _created = StudioStory.objects.update_or_create(user=user, client_id=client_id, defaults=fields)
    return story
