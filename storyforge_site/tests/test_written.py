"""Queries whose SQL is written once answer as the querysets they were written from."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, CharField, F, QuerySet

from books.models import Book, Job, Page, ProviderCall, StoryDraft
from books.tests.factories import a_book, a_job
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from storyforge_site.lib.written import Written, WrittenInsert, WrittenUpdate, columns

pytestmark = pytest.mark.django_db


def drafts_of(user_id: str, title: str) -> QuerySet[StoryDraft]:
    found = StoryDraft.objects.filter(job__user=user_id, job__book__title=title, job__finished_at__isnull=True)
    return found.only("story", "created_at").annotate(sheet=F("job__book__character_sheet"))


def test_a_row_is_as_the_queryset_has_it(alice: User) -> None:
    job = a_job(a_book(alice, pages=0, title="Two", character_sheet=[{"name": "Momo"}]))
    StoryDraft.objects.create(job=job, story={"pages": [1, 2]}, provider="offline", model="m")

    draft, asked = Written(drafts_of).first(alice.pk, "Two"), drafts_of(alice.pk, "Two").get()

    assert draft == asked
    assert (draft.story, draft.created_at, draft.sheet) == (asked.story, asked.created_at, [{"name": "Momo"}])  # type: ignore[attr-defined]
    assert draft.get_deferred_fields() == asked.get_deferred_fields()
    assert draft.model == "m"  # read when it is looked at


def test_what_belongs_to_a_row_comes_with_it(alice: User, django_assert_num_queries: Any) -> None:
    job = a_job(a_book(alice, pages=0, title="Two"))
    asked = Job.objects.select_related("user", "book").only("status", "user__email", "book__title")
    jobs = Written(lambda job_id: asked.filter(pk=job_id).annotate(language=F("book__language")))

    found = jobs.first(job.pk)

    assert found
    with django_assert_num_queries(0):
        assert (found.status, found.language) == ("queued", job.book.language)  # type: ignore[attr-defined]
        assert (found.user.email, found.book.title) == ("alice@example.org", "Two")
    assert found.book.topic == job.book.topic  # read when it is looked at


def test_each_time_it_asks_for_what_it_is_given(alice: User, bob: User) -> None:
    books = Written(lambda user_id: Book.objects.filter(user=user_id).order_by("pk"))
    hers, his = a_book(alice, pages=0), a_book(bob, pages=0)

    assert [books.first(alice.pk), books.first(bob.pk), books.first("nobody"), books.first(alice.pk)] == [
        *(hers, his, None, hers)
    ]
    second = a_book(alice, pages=0)
    assert [books.all(alice.pk), books.all("nobody")] == [[hers, second], []]


def test_its_sql_is_written_once(alice: User, django_assert_num_queries: Any) -> None:
    written = []

    def ask(user_id: str) -> QuerySet[Book]:
        written.append(user_id)
        return Book.objects.filter(user=user_id, published_at__gt=now() - timedelta(days=1))

    books, book = Written(ask), a_book(alice, pages=0)

    with django_assert_num_queries(2):
        assert [books.first(alice.pk), books.first(alice.pk)] == [book, book]
    assert len(written) == 1


def test_an_update_changes_what_the_queryset_has_by_what_it_is_given(
    alice: User, django_assert_num_queries: Any
) -> None:
    written = []

    def spend(job_id: Any, more: Any, most: Any) -> tuple[QuerySet[Job], dict[str, Any]]:
        written.append(job_id)
        jobs = Job.objects.filter(pk=job_id, spent_microdollars__lte=most)
        return jobs, {"spent_microdollars": F("spent_microdollars") + more}

    update = WrittenUpdate(spend, job_id=CharField(), more=BigIntegerField(), most=BigIntegerField())
    hers, other = a_job(a_book(alice, pages=0)), a_job(a_book(alice, pages=0))

    with django_assert_num_queries(3):
        changed = [update.run(job_id=hers.pk, more=more, most=5) for more in (2, 3_000_000_000, 1)]

    assert changed == [1, 1, 0]
    assert [Job.objects.get(pk=job.pk).spent_microdollars for job in (hers, other)] == [3_000_000_002, 0]
    assert len(written) == 1


@pytest.mark.parametrize("answer", [{"pages": [1, None]}, None])
def test_an_update_saves_a_column_as_the_model_does(alice: User, answer: Any) -> None:
    job = a_job(a_book(alice, pages=0))
    call = ProviderCall.objects.create(job=job, call_key="k", step="story", counted_on=now().date())
    update = WrittenUpdate(
        lambda id, **saved: (ProviderCall.objects.filter(pk=id), saved), **columns(ProviderCall, "id", "answer")
    )

    update.run(id=call.pk, answer=answer)

    assert ProviderCall.objects.get(pk=call.pk).answer == answer
    assert ProviderCall.objects.filter(answer__isnull=True).exists() == (answer is None)


def a_call(job: Job, **fields: Any) -> ProviderCall:
    return ProviderCall(**{"job": job, "call_key": "k", "step": "story", "counted_on": now().date(), **fields})


def test_an_insert_saves_each_row_as_the_model_does(alice: User, django_assert_num_queries: Any) -> None:
    job, insert = a_job(a_book(alice, pages=0)), WrittenInsert(ProviderCall)
    rows = [a_call(job, answer={"pages": [1, None]}), a_call(job, call_key="l", page_number=3)]

    with django_assert_num_queries(2):
        for row in rows:
            insert.run(row)

    found = list(ProviderCall.objects.order_by("call_key"))
    assert found == rows
    assert [(row.answer, row.page_number, row.status) for row in found] == [
        *(({"pages": [1, None]}, None, "intended"), (None, 3, "intended"))
    ]
    rows[1].step = "images"
    rows[1].save()  # it knows that it is there
    assert ProviderCall.objects.get(call_key="l").step == "images"


def test_an_insert_refuses_what_is_there_or_leaves_it_or_brings_it_up_to_date(alice: User) -> None:
    book = a_book(alice, pages=1)
    again = {"book": book, "page_number": 1, "text": "New.", "image_key": "new.jpg"}

    assert WrittenInsert(Page, ignore_conflicts=True).run(Page(**again)) is False
    assert book.pages.get().text != "New."

    with pytest.raises(IntegrityError), transaction.atomic():
        WrittenInsert(Page).run(Page(**again))

    WrittenInsert(Page, unique=["book", "page_number"], update=["text"]).run(Page(**again))
    page = book.pages.get()
    assert page.text == "New."
    assert page.image_key != "new.jpg"
