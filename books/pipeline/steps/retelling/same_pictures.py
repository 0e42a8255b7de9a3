"""B of a book told anew. It shows the pictures of the book it comes from, as files of its own, under a new title."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.conf import settings

from books import storage
from books.exports.lettering import letter_cover
from books.exports.pictures import Picture, put_away
from books.models import Book, ImagePrompt, Page, StoryDraft
from books.pipeline import sizing
from books.pipeline.context import Context
from books.pipeline.steps.images import is_done as is_done
from storyforge_site.lib import deadlines
from storyforge_site.lib.deadlines import Deadline
from storyforge_site.lib.pictures import our_own

_COPIED = ("prompt", "negative_prompt", "scene", "seed", "provider", "model", "moderation")


def run(ctx: Context) -> None:
    original = Book.objects.prefetch_related("pages").get(pk=ctx.job.spec["of"])
    sizing.catch_up(original)  # for they are copied, too
    story = StoryDraft.objects.get(pk=ctx.job.pk).story
    pages = {page.page_number: page for page in original.pages.all()}
    cover = _cover_of(original)
    keys = {0: _lettered(ctx, cover, story["title"])}
    copied = partial(_copied, ctx.deadline, storage.job_folder(ctx.job))
    with ThreadPoolExecutor(settings.IMAGE_MAX_CONCURRENT) as carriers:
        keys |= dict(zip(pages, carriers.map(copied, (page.image_key for page in pages.values())), strict=True))
    with ctx.lease.write():
        _write_prompts(ctx, cover, pages, keys, story)
        for told in story["pages"]:
            number = told["page_number"]
            Page.objects.update_or_create(
                book_id=ctx.job.book_id,
                page_number=number,
                defaults={
                    "text": told["text"],
                    "alt_text": told["alt_text"][:500],
                    "image_key": keys[number],
                    "image_prompt": pages[number].image_prompt,
                    "moderation": pages[number].moderation,
                },
            )


def _cover_of(book: Book) -> ImagePrompt:
    return ImagePrompt.objects.filter(job__book=book, page_number=0).exclude(image_key="").latest("job__created_at")


def _copied(deadline: Deadline, folder: str, key: str) -> str:
    """Runs in a thread: files, never the database."""
    with deadlines.keep(deadline):
        return storage.copy_picture(key, folder)


def _lettered(ctx: Context, cover: ImagePrompt, title: str) -> str:
    """On the painting without letters, where it was kept."""
    art, _xmp = our_own(storage.read_patiently(cover.art_key or cover.image_key))
    picture = Picture(art)
    lettered = letter_cover(picture, title, ctx.spec.language) if cover.art_key else picture
    by_model = cover.provider != "offline"
    return put_away(lettered, lettered.marked(by_model=by_model), storage.job_folder(ctx.job), 0, by_model=by_model)


def _write_prompts(
    ctx: Context, cover: ImagePrompt, pages: dict[int, Page], keys: dict[int, str], story: dict[str, object]
) -> None:
    """Each picture keeps the scene and the verdict of the one it was."""
    of_book = ImagePrompt.objects.filter(job__book_id=ctx.job.spec["of"])
    sources = {
        number: of_book.filter(image_key=page.image_key).latest("job__created_at") for number, page in pages.items()
    }
    told = [story["cover"], *story["pages"]]  # type: ignore[misc]
    ImagePrompt.objects.bulk_create(
        ImagePrompt(
            job=ctx.job,
            page_number=number,
            image_key=keys[number],
            art_key=source.art_key,
            alt_text=told[number]["alt_text"][:500],
            **{name: getattr(source, name) for name in _COPIED},
        )
        for number, source in {0: cover, **sources}.items()
    )
