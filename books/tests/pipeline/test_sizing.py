"""Sizes for screens that nobody waited for: what is shown until they stand, and that they come to stand."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from rest_framework.test import APIClient

from books import mending, services, srcset, storage
from books.models import Book, Job, JobStatus, Page, StoryDraft
from books.pages import reading_pages, waiting_pages
from books.pipeline import atelier, ending, runner, sizing
from books.remaking import order_retelling
from books.tests.factories import a_spec, a_told_book
from books.tests.pipeline import openai_house as house
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now
from storyforge_site.lib.signed_files import SignedFileSystemStorage
from storyforge_site.tests.vendor import Vendor

pytestmark = pytest.mark.django_db

LARGE = house.answering("/v1/images/generations", house.picture(side=1024))


@pytest.fixture
def openai(settings: Any) -> Iterator[Vendor]:
    with house.opened(settings, LARGE, LLM_MODEL="small", IMAGE_MODEL="small") as openai:
        yield openai


class NoRoomForTheLast(SignedFileSystemStorage):
    def _save(self, name: str, content: Any) -> str:
        if "screen-page-04" in name:
            raise OSError("No space left on device")
        return str(super()._save(name, content))


class NoRoomForAny(SignedFileSystemStorage):
    def _save(self, name: str, content: Any) -> str:
        if name.endswith("-768w.webp"):
            raise OSError("No space left on device")
        return str(super()._save(name, content))


def keep_files_in(settings: Any, store: type[SignedFileSystemStorage]) -> None:
    default = {**settings.STORAGES["default"], "BACKEND": f"{store.__module__}.{store.__name__}"}
    settings.STORAGES = {**settings.STORAGES, "default": default}


@pytest.fixture
def no_room(settings: Any) -> None:
    keep_files_in(settings, NoRoomForTheLast)


def made(alice: User) -> Job:
    job = services.order_book(alice, a_spec(page_count=4))
    runner.advance(job.pk)
    job.refresh_from_db()
    return job


def last_of(book: Book) -> Page:
    return book.pages.get(page_number=4)


def sizes_of(page: Page) -> list[str]:
    return list(srcset.beside(page.image_key).values())


def is_there(*keys: str) -> bool:
    return bool(keys) and all(default_storage.exists(key) for key in keys)


def test_a_walk_ends_with_all_sizes_beside_their_pictures(alice: User, openai: Vendor) -> None:
    book = made(alice).book

    assert book.unsized == []
    assert all(is_there(*sizes_of(page)) for page in book.pages.all())
    small = storage.read(sizes_of(last_of(book))[0])
    assert b"trainedAlgorithmicMedia" in small


def test_a_book_is_done_without_the_sizes_of_its_last_picture(alice: User, openai: Vendor, no_room: None) -> None:
    job = made(alice)

    assert job.status == JobStatus.DONE
    assert job.book.unsized == [last_of(job.book).image_key]
    shown = [page.picture for page in reading_pages(job.book)]
    assert [bool(picture and picture.srcset) for picture in shown] == [True, True, True, False]
    assert is_there(last_of(job.book).image_key)


def test_what_a_vendor_sends_at_once_waits_for_its_sizes(
    alice: User, openai: Vendor, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atelier, "_AT_ONCE_SECONDS", 60.0)  # however slow this machine is
    keep_files_in(settings, NoRoomForAny)

    job = made(alice)

    pictures = {job.book.cover_image_key, *job.book.pages.values_list("image_key", flat=True)}
    assert job.status == JobStatus.DONE
    assert set(job.book.unsized) == pictures


def test_a_cover_that_waits_is_on_shelves_as_it_is_and_small_once_it_can_be(
    alice: User, openai: Vendor, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atelier, "_AT_ONCE_SECONDS", 60.0)
    keep_files_in(settings, NoRoomForAny)
    book = made(alice).book

    assert book.cover_thumbnail_key == book.cover_image_key
    assert book.thumbnail == book.cover
    assert book.cover is not None
    assert book.cover.srcset == ""

    keep_files_in(settings, SignedFileSystemStorage)
    sizing.catch_up(book)

    book = Book.objects.get()
    assert book.cover_thumbnail_key == srcset.thumbnail_key(book.cover_image_key) != book.cover_image_key
    assert is_there(book.cover_thumbnail_key, *srcset.beside(book.cover_image_key).values())
    assert book.thumbnail is not None
    assert "400w" in book.thumbnail.srcset


def test_what_a_walk_has_left_undone_is_made_when_its_job_is_tidied(
    alice: User, openai: Vendor, settings: Any, no_room: None
) -> None:
    job = made(alice)
    keep_files_in(settings, SignedFileSystemStorage)
    Job.objects.update(finished_at=now() - timedelta(hours=1))

    ending.tidy()

    book = Book.objects.get(pk=job.book_id)
    assert book.unsized == []
    assert is_there(*sizes_of(last_of(book)))
    assert b"trainedAlgorithmicMedia" in storage.read(sizes_of(last_of(book))[0])


def test_while_it_is_made_a_picture_without_sizes_is_shown_as_it_is(alice: User, openai: Vendor) -> None:
    job = made(alice)
    job.status = JobStatus.RUNNING
    Book.objects.update(unsized=[last_of(job.book).image_key])

    pages = waiting_pages(job, StoryDraft.objects.get(job=job))

    assert [bool(page.picture and page.picture.srcset) for page in pages] == [True, True, True, False]


def test_whoever_was_lent_the_book_is_shown_the_picture_itself(
    alice: User, openai: Vendor, as_alice: APIClient, client: Client, no_room: None
) -> None:
    book = made(alice).book
    path = (
        as_alice.post(f"/v1/books/{book.pk}/share", {}, format="json").json()["url"].removeprefix("http://testserver")
    )

    html = client.get(path).content.decode()

    assert f"{path}3-768w.webp 768w" in html
    assert f"{path}4-768w.webp" not in html
    assert client.get(f"{path}4.jpg").status_code == 200
    assert client.get(f"{path}4-768w.webp").status_code == 404


def test_of_a_book_that_was_deleted_meanwhile_nothing_stays(
    alice: User, openai: Vendor, settings: Any, no_room: None
) -> None:
    book = made(alice).book
    sizes = sizes_of(last_of(book))
    keep_files_in(settings, SignedFileSystemStorage)
    Book.objects.all().delete()

    sizing.catch_up(book)

    assert not any(default_storage.exists(size) for size in sizes)


@pytest.mark.parametrize("spoiled", [b"", b"\xff\xd8 no more of it"])
def test_a_picture_that_was_spoiled_where_it_is_kept_stays_without(
    alice: User, openai: Vendor, no_room: None, spoiled: bytes
) -> None:
    book = made(alice).book
    key = last_of(book).image_key
    default_storage.delete(key)
    storage.store(key, spoiled)

    sizing.catch_up(book)

    assert Book.objects.get().unsized == [key]


def test_a_book_told_anew_gets_all_sizes(alice: User) -> None:
    book = a_told_book(alice).book
    (size,) = sizes_of(last_of(book))
    default_storage.delete(size)
    Book.objects.update(unsized=[last_of(book).image_key])
    job = order_retelling(alice, book, target_age="3-5")

    runner.advance(job.pk)

    job.refresh_from_db()
    assert (job.status, job.book.unsized) == (JobStatus.DONE, [])
    assert is_there(*sizes_of(last_of(job.book)))


def test_pictures_that_staff_have_painted_anew_leave_nothing_to_be_made(
    alice: User, openai: Vendor, no_room: None
) -> None:
    job = made(alice)
    Job.objects.update(status=JobStatus.FAILED, error_code="UNKNOWN", current_step="package", tidied_at=now())
    job.refresh_from_db()

    mending.retry(job, mending.Retry("images", anew=False, by=alice, reason="a test"))

    assert Book.objects.get().unsized == []
