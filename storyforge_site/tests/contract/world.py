"""Alice's world: one of everything that the contract speaks of, without a file in storage."""

from dataclasses import dataclass

from books import sharing
from books.models import Book, ImagePrompt, Job, JobKind, JobStatus, Page, PageVersion, StoryDraft, StudioStory
from books.tests.factories import a_book, a_job, a_spec
from characters.models import Character
from credits import services as credits
from storyforge_site.accounts import tokens
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import now


@dataclass(frozen=True, slots=True)
class World:
    alice: User
    tokens: dict[str, str]  # by whom it lets in: alice, bob
    ids: dict[str, str]  # what stands in a path or a body

    @property
    def book(self) -> Book:
        return Book.objects.get(pk=self.ids["book_id"])

    @property
    def job(self) -> Job:
        return Job.objects.get(pk=self.ids["job_id"])


def a_world() -> World:
    people = {name: User.objects.create_user(f"{name}@example.org", language="en") for name in ("alice", "bob")}
    alice = people["alice"]
    momo = Character.objects.create(user=alice, name="Momo", kind="rabbit", personality_traits=["shy"])
    book = _a_finished_book(alice, momo)
    begun = a_job(a_book(alice, pages=0, published_at=None))
    studio = Job.objects.create(user=alice, kind=JobKind.TEXT, seed=1, spec={})
    return World(
        alice,
        {name: tokens.sign_in(person)["access_token"] for name, person in people.items()},
        {
            "book_id": book.pk,
            "job_id": book.jobs.get().pk,
            "page_number": "1",
            "n": "1",
            "version_id": PageVersion.of(book.pages.get()).pk,
            "unfinished_book_id": begun.book_id,
            "unfinished_job_id": begun.pk,
            "character_id": momo.pk,
            "studio_job_id": studio.pk,
            "story_id": StudioStory.objects.create(user=alice, client_id="s-1", title="The fox").client_id,
        },
    )


def _a_finished_book(alice: User, hero: Character) -> Book:
    book = a_book(alice, pages=0, character=hero, cover_thumbnail_key="thumbnail.jpg", audio_key="book.mp3")
    job = a_job(book, finished=True, spec=a_spec(page_count=4).as_dict())
    text, picture = "A dragon swims.", {"alt_text": "A dragon.", "image_key": "page.jpg"}
    StoryDraft.objects.create(
        job=job,
        story={"title": book.title, "pages": [{"page_number": 1, "text": text, "alt_text": "A dragon."}]},
        provider="offline",
        model="m",
    )
    ImagePrompt.objects.create(job=job, page_number=1, prompt="a dragon", scene={}, seed=1, **picture)
    words = [{"text": "A", "start_ms": 0, "end_ms": 200}]
    Page.objects.create(book=book, page_number=1, text=text, audio_key="page.mp3", words=words, **picture)
    return book


# --- what may have happened before ----------------------------------------------------------------
def alice_is_broke(world: World) -> None:
    credits.reserve(world.alice, 3, reference="job_before", description="Three books")


def alice_has_shared(world: World) -> None:
    sharing.share_book(world.book)


def the_job_failed(world: World) -> None:
    Job.objects.filter(pk=world.ids["unfinished_job_id"]).update(
        status=JobStatus.FAILED, error_code="SAFETY_INPUT", finished_at=now()
    )
