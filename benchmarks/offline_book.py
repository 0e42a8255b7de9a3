"""An offline book of eight pages, painting included: from the order to the finished book, by free hands on two cores.

One book after the other, some in each style. The reference is bare drawing: the sheets of the same nine pictures
rendered by librsvg alone, one after the other, with nothing written, finished, checked or stored.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean, median

from benchmarks import house, machine
from benchmarks.figures import Bound, Figure
from books.models import ImagePrompt, Job, JobStatus
from books.services import order_book
from books.spec import BookSpec
from books.tests.processes import wait_until_closed
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.lib import clock
from storyforge_site.lib.choices import Style
from storyforge_site.providers.contracts import ImageRequest
from storyforge_site.providers.offline.illustrator.compose import compose
from storyforge_site.providers.offline.illustrator.finish.render import rendered
from storyforge_site.providers.scene import Scene
from storyforge_site.providers.sheet import CharacterSheet

_TOPICS = ("A shy dragon learns to swim", "A fox looks for the moon", "Two rabbits build a boat in the rain")
_AGAINST = "librsvg alone on such a book's pictures"
_BOUND = Bound(4.0, of_value=True)


@dataclass(frozen=True, slots=True)
class Made:
    job: Job
    seconds: float


def measure() -> Iterator[Figure]:
    family = User.objects.create_user("family@example.net")
    credits.grant(family, 100, reference="benchmark", description="benchmark")
    with house.cluster(workers=2) as cluster:
        _made(family, _TOPICS[0], Style.CARTOON)  # by the end of it the hands are free and warm
        before = machine.seconds_of_all(cluster.pid)
        books = {style: [_made(family, topic, style) for topic in _TOPICS] for style in Style}
        used = machine.seconds_of_all(cluster.pid) - before
    bare = {style: _bare(made[0].job) for style, made in books.items()}
    slowest = max(books, key=lambda style: _median(books[style]))
    every = [made for of_style in books.values() for made in of_style]
    yield Figure(f"offline book, {slowest}, the slowest", _median(books[slowest]), "s", bare[slowest], _AGAINST, _BOUND)
    yield Figure("offline book, all styles", _median(every), "s", median(bare.values()), _AGAINST, _BOUND)
    yield Figure("offline book, processor time", used / len(every), "s", fmean(bare.values()), _AGAINST)


def _median(books: list[Made]) -> float:
    return median(made.seconds for made in books)


def _made(family: User, topic: str, style: Style) -> Made:
    began = clock.now()
    job = order_book(family, BookSpec(topic, "5-7", style, language="en"))
    wait_until_closed(job)
    assert job.status == JobStatus.DONE, f"{style}: {job.error_code}"
    assert job.finished_at is not None
    return Made(job, (job.finished_at - began).total_seconds())


def _bare(job: Job) -> float:
    """Seconds to render what was composed for the book's pictures."""
    sheets = [sheet for row in ImagePrompt.objects.filter(job=job) for sheet in compose(_request(job, row)).sheets]
    began = clock.monotonic()
    for sheet in sheets:
        rendered(sheet, 1024, 1024)
    return clock.monotonic() - began


def _request(job: Job, row: ImagePrompt) -> ImageRequest:
    scene = Scene.from_dict(row.scene)
    seen = {figure.who for figure in scene.figures}
    sheets = [CharacterSheet.from_dict(sheet) for sheet in job.character_sheet or [] if sheet["id"] in seen]
    is_cover = row.page_number == 0
    return ImageRequest(row.prompt, row.negative_prompt, job.spec["style"], row.seed, scene, sheets, is_cover=is_cover)
