"""What books keeps of a person. A book goes with its person, and its pages and jobs with the book."""

from books import services
from books.models import (
    Book,
    BookShare,
    ImagePrompt,
    Job,
    JobStatus,
    KeptEdition,
    Page,
    PageVersion,
    ProviderCall,
    Scope,
    Spending,
    StoryDraft,
    StudioStory,
)
from books.srcset import SCREEN
from books.storage import EDITIONS, WORKINGS
from storyforge_site.accounts.belongings import Belongings, Table
from storyforge_site.accounts.models import User

_LEASE = ("lease_owner", "lease_expires_at", "fence", "attempts", "trail", "tidied_at")
_VENDORS = ("call_key", "vendor_id", "answer", "reserved_microdollars")


def stop(user: User) -> None:
    """No further call is paid for, and what is held goes back before the books do."""
    for job in Job.objects.owned_by(user).open().select_related("user"):
        services.cancel_book(job)


def forget(user: User) -> None:
    """The site's days stay as they were; nobody needs to know whose money it was."""
    Spending.objects.filter(scope=Scope.USER, subject=user.pk).delete()


BELONGINGS = Belongings(
    app="books",
    tables={
        "books": Table(lambda user: Book.objects.filter(user=user), ("unsized",)),  # also in the wastebasket
        "pages": Table(lambda user: Page.objects.filter(book__user=user)),
        "page_versions": Table(lambda user: PageVersion.objects.filter(page__book__user=user)),
        "editions": Table(lambda user: KeptEdition.objects.filter(book__user=user), ("key",)),
        "shares": Table(lambda user: BookShare.objects.filter(book__user=user)),
        "studio_stories": Table(lambda user: StudioStory.objects.owned_by(user)),
        "jobs": Table(lambda user: Job.objects.owned_by(user), _LEASE),
        # Of finished books: a story that was stopped may be one that no child should read.
        "drafts": Table(lambda user: StoryDraft.objects.filter(job__user=user, job__status=JobStatus.DONE)),
        "pictures": Table(lambda user: ImagePrompt.objects.filter(job__user=user, job__status=JobStatus.DONE)),
        "provider_calls": Table(lambda user: ProviderCall.objects.filter(job__user=user), _VENDORS),
        "spending": Table(lambda user: Spending.objects.filter(scope=Scope.USER, subject=user.pk)),
    },
    stop=stop,
    forget=forget,
    workings=(WORKINGS, EDITIONS, SCREEN),
)
