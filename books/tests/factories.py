"""Books as they are in the database, without the minutes of making them."""

import io
from typing import Any

import factory
from django.utils import timezone
from PIL import Image

from books import storage
from books.models import Book, Job, JobStatus, Page
from books.spec import BookSpec
from storyforge_site.lib.choices import AgeBand, Language, Style


def jpeg(colour: str = "#88aacc", side: int = 512) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(out, "JPEG")
    return out.getvalue()


def wish(**fields: Any) -> dict[str, Any]:
    """The body of a good `POST /v1/books`."""
    return {"topic": "A shy dragon learns to swim", "language": "en", "target_age": "5-7", "style": "cartoon"} | fields


def spec(**fields: Any) -> BookSpec:
    return BookSpec(**wish(**fields))


class BookFactory(factory.django.DjangoModelFactory):
    """A published book with stored pictures; `pages=0` for a bare row."""

    class Meta:
        model = Book
        skip_postgeneration_save = True

    title = factory.Sequence(lambda number: f"The Dragon and the Pond {number}")
    topic = "A shy dragon learns to swim"
    language = Language.ENGLISH
    target_age = AgeBand.EARLY
    style = Style.CARTOON
    summary = "A dragon learns to swim."
    storyteller = "offline storyforge-storyteller-1"
    illustrator = "offline storyforge-illustrator-1"
    cover_image_key = "not-stored-yet.jpg"
    published_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def pages(self: Book, create: bool, count: int | None, **kwargs: Any) -> None:
        if count == 0:
            return
        folder = storage.book_folder(self.user_id, self.pk)
        self.cover_image_key = storage.store(f"{folder}/cover.jpg", jpeg("#224466"))
        self.cover_thumbnail_key = storage.store(f"{folder}/cover-thumbnail.jpg", jpeg("#224466", 300))
        self.save()
        for number in range(1, (count or 4) + 1):
            key = storage.store(f"{folder}/{storage.picture_name(number)}", jpeg())
            Page.objects.create(
                book=self,
                page_number=number,
                text=f"Page {number}: the dragon put one claw into the water.",
                image_key=key,
                image_prompt="a dragon at a pond",
                alt_text="A dragon stands at a pond.",
            )


class JobFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Job

    user = factory.SelfAttribute("book.user")
    seed = 7
    spec = factory.LazyFunction(lambda: spec().as_dict())

    class Params:
        finished = factory.Trait(
            status=JobStatus.DONE, progress=100, current_step="done", finished_at=factory.LazyFunction(timezone.now)
        )
