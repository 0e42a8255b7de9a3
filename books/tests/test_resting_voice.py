"""A voice that is away for a moment: the job rests, and the book is read all the same."""

from typing import Any

import pytest

from books import voicing
from books.models import Job
from books.pipeline import runner
from books.tests import street
from books.tests.factories import a_told_book
from storyforge_site.accounts.models import User
from storyforge_site.lib.breaker import Breaker
from storyforge_site.tests.vendor import Answer, Script

pytestmark = pytest.mark.django_db

AWAY = Answer(status=503, headers={"Retry-After": "0"})


@pytest.mark.parametrize("answer", [AWAY, Answer(status=401)], ids=["away", "circuit open at once"])
def test_a_voice_that_comes_back_reads_the_book(alice: User, settings: Any, answer: Answer) -> None:
    book = a_told_book(alice).book
    with street.opened(settings, lambda script: once(answer, script), TTS_PROVIDER=["openai"], TTS_MAX_RETRIES=1):
        job = voicing.order_voice(book)
        runner.advance(job.pk)
        assert Job.objects.get(pk=job.pk).status == "running"
        Breaker("speech:openai").succeeded()
        runner.advance(job.pk)

    job.refresh_from_db()
    assert (job.status, job.error_code) == ("done", "")


def once(answer: Answer, script: Script) -> Script:
    return lambda asked, before: answer if before == 0 else script(asked, before)
