"""Leaving while others are at work for the same person: a painter, an order, another device, a worker that dies."""

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection
from rest_framework.test import APIClient

from books import audit, services, storage
from books.models import Job
from books.pipeline import runner, watchdog
from books.tests.factories import a_spec
from credits import audit as credit_audit
from storyforge_site.accounts import erasure, tasks
from storyforge_site.accounts.models import Erasure, User
from storyforge_site.lib.errors import StoryforgeError
from storyforge_site.providers.offline.illustrator.model import OfflineImageModel
from storyforge_site.tests.full_house import stored_for

pytestmark = pytest.mark.django_db


def test_a_worker_that_comes_late_finds_nothing_to_do(alice: User) -> None:
    job = services.order_book(alice, a_spec())
    erasure.erase(alice)

    runner.advance(job.pk)

    assert stored_for(alice.pk) == []


@pytest.mark.django_db(transaction=True)
def test_erasing_while_a_worker_paints_leaves_no_file(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first picture holds its breath until the person is gone, and is stored afterwards."""
    painting, gone, paint = threading.Event(), threading.Event(), OfflineImageModel.generate
    job = services.order_book(alice, a_spec(page_count=4))

    def slowly(self: OfflineImageModel, request: Any) -> Any:
        painting.set()
        gone.wait(30)
        return paint(self, request)

    def work() -> None:
        runner.advance(job.pk)
        connection.close()

    monkeypatch.setattr(OfflineImageModel, "generate", slowly)
    worker = threading.Thread(target=work)
    worker.start()
    assert painting.wait(30)
    erasure.erase(alice)
    tasks.remove_files(alice.pk)
    gone.set()
    worker.join(60)

    assert stored_for(alice.pk) == []
    assert not User.objects.filter(pk=alice.pk).exists()
    assert list(audit.faults()) == []


def test_what_a_dying_worker_stores_afterwards_goes_with_the_last_sweep(alice: User, settings: Any) -> None:
    erasure.erase(alice)
    tasks.remove_files(alice.pk)
    storage.store(f"{storage.book_folder('user_gone', 'book_1')}/page.jpg", b"not theirs")
    late = storage.store(f"{storage.book_folder(Erasure.objects.get().pk, 'book_1')}/page-01.jpg", b"a picture")

    tasks.finish_erasures("watchdog")
    assert default_storage.exists(late)  # a painter may still be at work
    long_ago = Erasure.objects.get().erased_at - timedelta(seconds=settings.TASK_TIMEOUT_SECONDS + 60)
    Erasure.objects.update(erased_at=long_ago)
    watchdog.sweep()
    tasks.finish_erasures("watchdog")

    assert not default_storage.exists(late)
    assert stored_for("user_gone") != []
    assert not Erasure.objects.exists()


def test_what_somebody_still_changes_while_they_leave_is_refused(alice: User) -> None:
    late = APIClient()
    late.force_authenticate(User.objects.get(pk=alice.pk))
    erasure.erase(alice)

    assert late.patch("/v1/users/me", {"language": "ko"}, format="json").status_code == 401
    assert late.delete("/v1/users/me").status_code == 204


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_leaving_ordering_and_painting_at_once_settles_every_credit(alice: User) -> None:
    """Four at once, ten times over: whoever comes first, nobody waits for ever and nothing is left over."""
    for turn in range(10):
        person = User.objects.create_user(f"eve{turn}@example.org", "a-long-password")
        job = services.order_book(person, a_spec(page_count=4))
        started = threading.Barrier(4)
        ordered = partial(services.order_book, person, a_spec())
        acts = [partial(runner.advance, job.pk), ordered, *[partial(erasure.erase, person)] * 2]

        def act(what: Callable[[], object], together: threading.Barrier = started) -> None:
            together.wait()
            try:
                what()
            except (IntegrityError, ObjectDoesNotExist, StoryforgeError):
                pass  # an order of somebody who has just left
            finally:
                connection.close()

        racers = [threading.Thread(target=act, args=(what,)) for what in acts]
        for racer in racers:
            racer.start()
        for racer in racers:
            racer.join(60)
        tasks.remove_files(person.pk)

        assert not any(racer.is_alive() for racer in racers)
        assert not User.objects.filter(pk=person.pk).exists()
        assert stored_for(person.pk) == []
    assert not Job.objects.exists()
    assert "" not in credit_audit.held().values()
    assert list(audit.faults()) == []
