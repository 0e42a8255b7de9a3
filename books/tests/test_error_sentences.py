"""What a parent is told when something did not work out: that a credit is back only where one was taken."""

import pytest
from django.utils import translation
from rest_framework.test import APIClient

from books.models import Job, JobKind, JobStatus, Visibility
from books.tests.factories import a_book, a_job
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import SENTENCES, Code

pytestmark = pytest.mark.django_db

CREDIT = {"en": "Your credit is back.", "ko": "크레딧은 돌려드렸어요.", "ja": "クレジットはお返ししました。"}
BAD_ENDS = list(Code)[: list(Code).index(Code.UNKNOWN) + 1]


def failed(user: User, kind: JobKind, code: Code = Code.STUCK_TIMEOUT) -> Job:
    return a_job(a_book(user, pages=0), kind=kind, status=JobStatus.FAILED, error_code=code, finished_at=now())


@pytest.mark.parametrize("language", CREDIT)
@pytest.mark.parametrize("kind", JobKind)
def test_a_credit_is_back_only_where_one_was_taken(alice: User, kind: JobKind, language: str) -> None:
    with translation.override(language):
        said = failed(alice, kind).error_sentence

    assert said.endswith(CREDIT[language]) == (kind in (JobKind.BOOK, JobKind.RETELL))


@pytest.mark.parametrize("code", BAD_ENDS)
def test_work_that_costs_nothing_never_speaks_of_a_credit(alice: User, code: Code) -> None:
    assert "credit" not in failed(alice, JobKind.PAGE, code).error_sentence


def test_nobody_gets_a_credit_for_a_book_of_the_house(as_alice: APIClient) -> None:
    book = a_book(User.objects.house(), pages=0, visibility=Visibility.PUBLIC)
    job = a_job(book, status=JobStatus.FAILED, error_code=Code.IMAGE_FAILED, finished_at=now())

    answer = as_alice.get(f"/v1/books/{job.pk}")

    assert answer.json()["error"]["message"] == "A picture could not be painted. Please try again."


@pytest.mark.parametrize("code", BAD_ENDS)
def test_every_bad_end_has_a_sentence_in_each_language(code: Code) -> None:
    said = set()
    for language in CREDIT:
        with translation.override(language):
            said.add(str(SENTENCES[code]))

    assert len(said) == len(CREDIT)
