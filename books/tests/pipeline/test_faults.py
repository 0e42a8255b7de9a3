"""What a job stands on misbehaves: it ends with its code and a refund, and nothing half-made is published."""

import errno
import time
from pathlib import Path
from typing import Any

import pytest

from books import audit, services
from books.models import Book, Job
from books.pipeline import runner
from books.tests.factories import a_spec
from books.tests.pipeline import openai_house as house
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.lib.signed_files import SignedFileSystemStorage
from storyforge_site.tests.vendor import Answer, Asked, Script

pytestmark = pytest.mark.django_db(transaction=True)  # a heartbeat must see the job too

PICTURES, MODERATION = "/v1/images/generations", "/v1/moderations"


class FullDisk(SignedFileSystemStorage):
    """Takes five files, and half of each one after."""

    def _save(self, name: str, content: Any) -> str:
        if len([path for path in Path(self.location).rglob("*") if path.is_file()]) < 5:
            return str(super()._save(name, content))
        path = Path(self.path(name))
        path.write_bytes(content.read()[:100])
        raise OSError(errno.ENOSPC, "No space left on device")


class Forbidden(SignedFileSystemStorage):
    def _save(self, name: str, content: Any) -> str:
        raise PermissionError(403, "AccessDenied")


class Slow(SignedFileSystemStorage):
    def _save(self, name: str, content: Any) -> str:
        time.sleep(0.2)
        return str(super()._save(name, content))


def made(settings: Any, alice: User, script: Script = house.play) -> Job:
    with house.opened(settings, script, IMAGE_MAX_RETRIES=1, JOB_MAX_ATTEMPTS=1):
        job = services.order_book(alice, a_spec(page_count=4))
        runner.advance(job.pk)
    job.refresh_from_db()
    return job


def stored(settings: Any, storage: type) -> None:
    backend = {**settings.STORAGES["default"], "BACKEND": f"{__name__}.{storage.__name__}"}
    settings.STORAGES = {**settings.STORAGES, "default": backend}


def require_nothing_remains(job: Job, code: str) -> None:
    assert (job.status, job.error_code) == ("failed", code)
    assert Book.objects.get().published_at is None
    assert credits.balance_of(job.user) == 3
    assert list(audit.faults()) == []


@pytest.mark.parametrize("storage", [FullDisk, Forbidden])
def test_a_storage_that_takes_nothing_publishes_nothing(alice: User, settings: Any, storage: type) -> None:
    stored(settings, storage)

    job = made(settings, alice)

    require_nothing_remains(job, "STORAGE_UPLOAD_FAILED")
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_slow_storage_is_waited_for(alice: User, settings: Any) -> None:
    stored(settings, Slow)

    assert made(settings, alice).status == "done"


def test_while_no_moderator_answers_nothing_is_bought_or_published(alice: User, settings: Any) -> None:
    job = made(settings, alice, house.answering(MODERATION, Answer(status=503, headers={"Retry-After": "0"})))

    require_nothing_remains(job, "PROVIDER_UNAVAILABLE")
    assert job.current_step == "moderate_input"


def test_a_moderator_that_goes_away_between_pictures_publishes_nothing(alice: User, settings: Any) -> None:
    def script(asked: Asked, before: int) -> Answer:
        if asked.path == MODERATION and before > 6:
            return Answer(status=503, headers={"Retry-After": "0"})
        return house.play(asked, before)

    job = made(settings, alice, script)

    require_nothing_remains(job, "PROVIDER_UNAVAILABLE")
    assert job.current_step == "images"


def test_a_picture_that_drips_has_a_deadline(alice: User, settings: Any) -> None:
    settings.IMAGE_TIMEOUT = 1.0

    started = time.monotonic()
    job = made(settings, alice, house.answering(PICTURES, Answer(b"x" * 10_000, drip=0.05)))

    require_nothing_remains(job, "IMAGE_TIMEOUT")
    assert time.monotonic() - started < 10  # the answer would have taken ten minutes
