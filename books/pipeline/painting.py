"""One picture from wish to storage. Runs in a thread: network and files, never the database.

Buying, checking and storing are separate, so that whatever fails afterwards, what was bought is reported.
"""

from dataclasses import dataclass, replace

from books import storage
from books.exports.lettering import letter_cover
from books.exports.pictures import Picture, clean_picture
from books.pipeline import calls, kept
from storyforge_site.lib import deadlines, metering
from storyforge_site.lib.clock import monotonic
from storyforge_site.lib.deadlines import Deadline
from storyforge_site.lib.errors import Kind, StoryforgeError
from storyforge_site.providers import registry
from storyforge_site.providers.contracts import ImageRequest, ImageResult, Outcome, Usage, Verdict


@dataclass(frozen=True, slots=True)
class Wish:
    """Everything a painting thread needs, taken from the database beforehand."""

    page_number: int
    request: ImageRequest
    question: calls.Question
    folder: str
    raw_key: str  # where the bought picture is put away; nothing when it costs nothing
    target_age: str
    title: str
    language: str
    deadline: Deadline
    repaints: int = 0  # because it did not pass
    spoiled: int = 0  # because it was no picture


@dataclass(frozen=True, slots=True)
class Painted:
    """How it went. `usage` is there once something was bought; neither verdict nor error: the bytes are no picture."""

    wish: Wish
    taken: int = 0  # how often a vendor took its price
    seconds: float = 0.0
    usage: Usage | None = None
    verdict: Verdict | None = None
    key: str = ""
    art_key: str = ""  # of a cover: the painting without its title
    error: Exception | None = None


def paint(wish: Wish) -> Painted:
    started = monotonic()
    with deadlines.keep(wish.deadline):
        with metering.meter() as meter:
            try:
                result = kept.picture(wish.raw_key) or _buy(wish)
            except Exception as error:
                return Painted(wish, meter.taken, monotonic() - started, error=error)
        bought = Painted(wish, meter.taken, monotonic() - started, result.usage)
        try:
            kept.keep_picture(wish.raw_key, result)
            return _judged(bought, result)
        except Exception as error:
            return replace(bought, error=error)


def _buy(wish: Wish) -> ImageResult:
    request = replace(wish.request, ticket=kept.Ticket(wish.raw_key)) if wish.raw_key else wish.request
    return registry.image_model().generate(request)


def _judged(bought: Painted, result: ImageResult) -> Painted:
    wish = bought.wish
    try:
        picture = clean_picture(result.data)
    except StoryforgeError as error:
        if error.kind is not Kind.RETRYABLE:
            raise
        return bought
    verdict = kept.verdict(wish.raw_key, result.data) or _check(wish, picture, result)
    if verdict.outcome is not Outcome.PASS:
        return replace(bought, verdict=verdict)
    by_model = result.usage.provider != "offline"
    if wish.page_number:
        return replace(bought, verdict=verdict, key=_stored(wish, picture.marked(by_model=by_model)))
    cover = letter_cover(picture, wish.title, wish.language)
    return replace(
        bought,
        verdict=verdict,
        art_key=_stored(wish, picture.marked(by_model=by_model)),
        key=_stored(wish, cover.marked(by_model=by_model)),
    )


def _check(wish: Wish, picture: Picture, result: ImageResult) -> Verdict:
    verdict = registry.moderator().check_image(
        picture.jpeg, target_age=wish.target_age, drawn_from_closed_vocabulary=result.usage.provider == "offline"
    )
    kept.keep_verdict(wish.raw_key, result.data, verdict)
    return verdict


def _stored(wish: Wish, data: bytes) -> str:
    return storage.store_patiently(f"{wish.folder}/{storage.picture_name(wish.page_number, data)}", data)
