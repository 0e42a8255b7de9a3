"""The screen edition is light enough to be sent, whatever its pictures weigh."""

import io
import random
from functools import cache
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from books import storage
from books.exports.pdf import book_pdf
from books.exports.pictures import Picture
from books.models import Book
from books.tests.factories import a_book
from storyforge_site.accounts.models import User
from storyforge_site.lib import marking

pytestmark = pytest.mark.django_db


@cache
def noise(side: int = 1536) -> Image.Image:
    """Nothing is harder to make small."""
    return Image.frombytes("RGB", (side, side), random.Random(7).randbytes(3 * side * side))


def a_book_of(user: User, image: Image.Image, pages: int) -> Book:
    """Each picture is another one, by the colour of its corner."""
    book = a_book(user, pages=pages)
    for page in book.pages.all():
        image.paste((page.page_number * 20, 0, 0), (0, 0, 64, 64))
        data = Picture(image).marked(by_model=True)
        page.change(image_key=storage.store(f"noisy-{page.page_number}.jpg", data))
    image.paste("white", (0, 0, 64, 64))
    Book.objects.filter(pk=book.pk).update(
        cover_image_key=storage.store("noisy-cover.jpg", Picture(image).marked(by_model=True))
    )
    return Book.objects.get(pk=book.pk)


def embedded(data: bytes) -> list[Any]:
    pages = PdfReader(io.BytesIO(data)).pages
    resources: list[Any] = [page["/Resources"] for page in pages]
    return [found.get_object() for one in resources for found in one.get("/XObject", {}).values()]


@pytest.mark.heavy
def test_eight_pages_of_noise_are_under_three_megabytes_and_keep_their_marks(alice: User) -> None:
    book = a_book_of(alice, noise(), pages=8)

    data = book_pdf(book).data

    assert len(data) < 3_000_000
    pictures = embedded(data)
    assert len(pictures) == 9
    assert len({bytes(picture._data) for picture in pictures}) == 9
    assert all(marking.xmp(by_model=True).encode() in bytes(picture._data) for picture in pictures)
    assert all(picture["/Width"] >= 640 for picture in pictures)


def test_a_picture_that_is_light_is_left_as_it_was_painted(alice: User) -> None:
    book = a_book_of(alice, noise(256), pages=4)

    pictures = [bytes(picture._data) for picture in embedded(book_pdf(book).data)]

    assert pictures == [
        storage.read(key) for key in (book.cover_image_key, *book.pages.values_list("image_key", flat=True))
    ]
