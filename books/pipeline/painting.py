"""One picture from wish to storage. Runs in threads: network and files, never the database.

Buying holds a painter; looking at what was bought and storing it does not, so that the painter goes on meanwhile.
Whatever fails afterwards, what was bought is reported.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from books import storage
from books.exports.lettering import letter_cover
from books.exports.pictures import Unsized, clean_picture, put_away, put_away_unsized
from books.pipeline import calls, kept
from storyforge_site.lib import deadlines, metering
from storyforge_site.lib.clock import monotonic
from storyforge_site.lib.deadlines import Deadline
from storyforge_site.lib.errors import Kind, StoryforgeError
from storyforge_site.providers import prices, registry
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
    passed_by_staff: bytes = b""  # this very picture
    repaints: int = 0  # because it did not pass
    spoiled: int = 0  # because it was no picture


@dataclass(frozen=True, slots=True)
class Bought:
    """How the buying went: a picture, or why there is none."""

    wish: Wish
    taken: int  # how often a vendor took its price
    seconds: float
    result: ImageResult | None = None
    error: Exception | None = None


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
    unsized: Unsized | None = None  # where its sizes for screens are still to be made
    unsure: bytes = b""  # the picture as JPEG, for staff to decide about
    error: Exception | None = None


def paint(wish: Wish) -> Painted:
    return look(buy(wish))


def buy(wish: Wish) -> Bought:
    """Unless an earlier walk has bought it. Put away the moment it arrives."""
    started, result = monotonic(), None
    with deadlines.keep(wish.deadline), metering.meter() as meter:
        try:
            result = kept.picture(wish.raw_key)
            if result is None:
                result = _generated(wish)
                kept.keep_picture(wish.raw_key, result)
        except Exception as error:
            return Bought(wish, meter.taken, monotonic() - started, result, error)
    return Bought(wish, meter.taken, monotonic() - started, result)


def look(bought: Bought, is_pressed: Callable[[], bool] = lambda: False) -> Painted:
    """Judge what was bought, and store it where it passed: without its sizes if there is no time for them now."""
    wish, result = bought.wish, bought.result
    usage = result.usage if result else None
    painted = Painted(wish, bought.taken, bought.seconds, usage, error=bought.error)
    if bought.error or result is None:
        return painted
    try:
        with deadlines.keep(wish.deadline):
            return _judged(painted, result, is_pressed)
    except Exception as error:
        return replace(painted, error=error)


def _generated(wish: Wish) -> ImageResult:
    request = replace(wish.request, ticket=kept.Ticket(wish.raw_key)) if wish.raw_key else wish.request
    return registry.image_model().generate(request)


def _judged(bought: Painted, result: ImageResult, is_pressed: Callable[[], bool]) -> Painted:
    wish = bought.wish
    try:
        picture = clean_picture(result.data)
    except StoryforgeError as error:
        if error.kind is not Kind.RETRYABLE:
            raise
        return bought
    by_model = result.usage.provider != "offline"
    jpeg = picture.marked(by_model=by_model)
    verdict = kept.verdict(wish.raw_key, result.data) or _check(wish, jpeg, result)
    bought = replace(bought, usage=_with_price_of(verdict, result.usage))
    if wish.passed_by_staff == jpeg:
        verdict = replace(verdict, outcome=Outcome.PASS, usage=Usage(provider="staff", model=""))
    if verdict.outcome is not Outcome.PASS:
        return replace(bought, verdict=verdict, unsure=jpeg if verdict.outcome is Outcome.REVIEW else b"")
    bought = replace(bought, verdict=verdict)
    art_key = ""
    if not wish.page_number:
        art_key = storage.store_patiently(f"{wish.folder}/{storage.picture_name(0, jpeg)}", jpeg)
        picture = letter_cover(picture, wish.title, wish.language)
        jpeg = picture.marked(by_model=by_model)
    if is_pressed():
        unsized = put_away_unsized(picture, jpeg, wish.folder, wish.page_number, by_model=by_model)
        return replace(bought, key=unsized.key, art_key=art_key, unsized=unsized)
    key = put_away(picture, jpeg, wish.folder, wish.page_number, by_model=by_model)
    return replace(bought, key=key, art_key=art_key)


def _check(wish: Wish, jpeg: bytes, result: ImageResult) -> Verdict:
    verdict = registry.moderator().check_image(
        jpeg, target_age=wish.target_age, drawn_from_closed_vocabulary=result.usage.provider == "offline"
    )
    if prices.cost(verdict.usage):  # else it is asked for again
        kept.keep_verdict(wish.raw_key, result.data, verdict)
    return verdict


def _with_price_of(verdict: Verdict, usage: Usage) -> Usage:
    """Some moderators cost as well; the call that bought the picture carries both."""
    price = prices.cost(verdict.usage)
    return replace(usage, cost_microdollars=prices.cost(usage) + price) if price else usage
