"""What is put away between buying a picture and writing it down."""

from dataclasses import replace
from typing import Any

import pytest

from books import storage
from books.pipeline import calls, kept, painting
from books.pipeline.painting import Wish
from books.tests.factories import jpeg
from storyforge_site.lib.deadlines import Deadline
from storyforge_site.lib.signed_files import SignedFileSystemStorage
from storyforge_site.providers import registry
from storyforge_site.providers.contracts import ImageRequest, ImageResult, Outcome, Usage, Verdict
from storyforge_site.providers.scene import Scene, Setting

KEY = "users/u/books/b/raw-01-7"
USAGE = Usage("openai", "painter", pictures=1)


def a_wish(**fields: Any) -> Wish:
    return Wish(
        page_number=1,
        request=ImageRequest("a dragon", "text", "cartoon", 7, Scene(Setting.LAKE), ()),
        question=calls.Question("images", "a dragon", 1_000),
        folder="users/u/books/b",
        raw_key=KEY,
        target_age="5-7",
        title="Title",
        language="en",
        deadline=Deadline.after(60),
        **fields,
    )


class Painter:
    """Paints what it is told to, and counts."""

    def __init__(self, data: bytes) -> None:
        self.data, self.painted = data, 0

    def generate(self, request: ImageRequest) -> ImageResult:
        self.painted += 1
        return ImageResult(self.data, USAGE)


class Looker:
    def __init__(self, outcome: Outcome, *, price: int = 1_000) -> None:
        self.outcome, self.price, self.looked = outcome, price, 0

    def check_image(self, data: bytes, **_: Any) -> Verdict:
        self.looked += 1
        return Verdict(self.outcome, Usage("rekognition", "looker", cost_microdollars=self.price))


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    def use(painter: Painter, looker: Looker) -> None:
        monkeypatch.setattr(registry, "image_model", lambda: painter)
        monkeypatch.setattr(registry, "moderator", lambda: looker)

    return use


def test_what_was_bought_and_judged_before_is_neither_bought_nor_judged_again(at: Any) -> None:
    painter, looker = Painter(jpeg()), Looker(Outcome.PASS)
    at(painter, looker)

    first, second = painting.paint(a_wish()), painting.paint(a_wish())

    assert (painter.painted, looker.looked) == (1, 1)
    assert first.key == second.key
    assert storage.find(first.key)


def test_a_verdict_that_costs_nothing_is_asked_for_again_and_not_put_away(at: Any) -> None:
    looker = Looker(Outcome.PASS, price=0)
    at(Painter(jpeg()), looker)

    first, second = painting.paint(a_wish()), painting.paint(a_wish())

    assert looker.looked == 2
    assert first.key == second.key
    assert storage.find(kept._verdict_name(KEY, jpeg())) is None


def test_what_is_found_is_not_put_away_again(at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    at(Painter(jpeg()), Looker(Outcome.PASS))
    save, saved = SignedFileSystemStorage._save, []

    def remembered(self: SignedFileSystemStorage, name: str, content: Any) -> str:
        saved.append(name)
        return save(self, name, content)

    monkeypatch.setattr(SignedFileSystemStorage, "_save", remembered)
    painting.paint(a_wish())
    painting.paint(a_wish())

    assert saved.count(KEY) == 1


def test_a_verdict_on_another_picture_is_none_on_this_one(at: Any) -> None:
    """A worker that was replaced comes back with a picture of its own, after another's has passed."""
    painter, looker = Painter(jpeg("#ff0000")), Looker(Outcome.BLOCK)
    at(painter, looker)
    passed = jpeg("#00ff00")
    kept.keep_verdict(KEY, passed, Verdict(Outcome.PASS, Usage("openai", "looker")))

    painted = painting.paint(a_wish())

    assert looker.looked == 1
    assert painted.verdict is not None
    assert painted.verdict.outcome is Outcome.BLOCK
    assert painted.key == ""


def test_two_pictures_of_one_page_never_share_a_name(at: Any) -> None:
    keys = set()
    for colour in ("#ff0000", "#00ff00"):
        at(Painter(jpeg(colour)), Looker(Outcome.PASS))
        keys.add(painting.paint(replace(a_wish(), raw_key=f"{KEY}-{colour[1:]}")).key)

    assert len(keys) == 2


@pytest.mark.parametrize("torn", [b"", b'{"provider": "ope', b"[1]\nxx", b'{"provider": "openai", "model": "x"}\n'])
def test_a_torn_file_is_as_good_as_none(at: Any, torn: bytes) -> None:
    painter = Painter(jpeg())
    at(painter, Looker(Outcome.PASS))
    storage.store(KEY, torn)

    painted = painting.paint(a_wish())

    assert painted.error is None
    assert painter.painted == 1


def test_a_torn_verdict_is_as_good_as_none(at: Any) -> None:
    looker = Looker(Outcome.PASS)
    at(Painter(jpeg()), looker)
    storage.store(kept._verdict_name(KEY, jpeg()), b'{"outcome"')

    assert painting.paint(a_wish()).error is None
    assert looker.looked == 1


def test_a_storage_that_cannot_be_read_for_a_moment_is_asked_again(
    at: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STORAGE_ATTEMPTS = 3
    at(Painter(jpeg()), Looker(Outcome.PASS))
    exists, blips = SignedFileSystemStorage.exists, iter([ConnectionError("blip")])

    def sometimes(self: SignedFileSystemStorage, name: str) -> bool:
        for blip in blips:
            raise blip
        return exists(self, name)

    monkeypatch.setattr(SignedFileSystemStorage, "exists", sometimes)

    assert painting.paint(a_wish()).error is None


def test_a_file_is_whole_or_not_there(settings: Any) -> None:
    class Torn:
        def chunks(self) -> Any:
            yield b"half"
            raise OSError(28, "No space left on device")

    place = SignedFileSystemStorage(location=settings.MEDIA_ROOT)
    with pytest.raises(OSError, match="No space"):
        place._save("folder/name.jpg", Torn())  # type: ignore[arg-type]

    assert place.listdir("folder") == ([], [])
