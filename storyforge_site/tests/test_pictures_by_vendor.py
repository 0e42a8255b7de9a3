"""What no picture vendor can make us do: reach inside the house, follow it elsewhere, show what is no picture."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from books.exports.pictures import clean_picture
from characters.tests.factories import bomb_of_pixels
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.providers import registry
from storyforge_site.providers.image import waiting
from storyforge_site.tests.canary import Canary, listening
from storyforge_site.tests.picture_wishes import a_request
from storyforge_site.tests.players import fal, imagen, openai_pictures, replicate
from storyforge_site.tests.vendor import Answer, Asked, Script, Vendor, vendor

Paint = Callable[[], bytes]
Player = Callable[[Asked, Paint], Answer | None]


def naming(address: str) -> dict[str, Script]:
    """Each vendor that names an address, naming this one."""

    def by_fal(asked: Asked, before: int) -> Answer:
        return (
            _or_else(asked, fal_player) if asked.path != RESULT else Answer({"images": [{"url": address}], "seed": 1})
        )

    def by_replicate(asked: Asked, before: int) -> Answer:
        begun = _or_else(asked, replicate_player)
        return Answer({**begun.body, "status": "succeeded", "output": [address]}) if asked.method == "GET" else begun

    def by_openai(asked: Asked, before: int) -> Answer:
        return Answer({"created": 1, "data": [{"url": address}]})

    fal_player, replicate_player = fal.Fal(looks=0).picture, replicate.Replicate(looks=0).picture
    return {"fal": by_fal, "replicate": by_replicate, "openai": by_openai}


RESULT = "/fal-ai/bytedance/requests/request-1"
NAMING = ("fal", "replicate", "openai")


def _or_else(asked: Asked, player: Player) -> Answer:
    return player(asked, lambda: b"picture") or Answer(status=404)


@pytest.fixture(autouse=True)
def keys(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FAL_API_KEY, settings.REPLICATE_API_KEY = fal.KEY, replicate.KEY
    settings.IMAGE_API_KEY, settings.IMAGEN_API_KEY = openai_pictures.KEY, imagen.KEY
    settings.IMAGE_MODEL, settings.IMAGE_MAX_RETRIES, settings.IMAGE_TIMEOUT = "painter", 1, 20.0
    monkeypatch.setattr(waiting, "_POLL_SECONDS", 0.02)


@pytest.fixture
def canary() -> Iterator[Canary]:
    yield from listening()


def at(settings: Any, name: str, made: Vendor) -> None:
    settings.IMAGE_PROVIDER = [name]
    settings.IMAGE_BASE_URL = settings.REPLICATE_BASE_URL = made.url
    settings.FAL_BASE_URL = made.url.removesuffix("/v1")
    settings.GEMINI_BASE_URL = f"{made.url}beta"


def refused() -> StoryforgeError:
    with pytest.raises(StoryforgeError) as failure:
        clean_picture(registry.image_model().generate(a_request()).data)
    return failure.value


@pytest.mark.parametrize("name", NAMING)
@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{port}/",
        "https://127.0.0.1:{port}/",
        "https://localhost:{port}/",
        "https://[::ffff:127.0.0.1]:{port}/",
        "https://169.254.169.254/latest/meta-data/",
        "https://user@127.0.0.1:{port}/",
        "file:///etc/passwd",
        "data:image/png;base64,aGVsbG8=",
        "https://[::1",
    ],
)
def test_an_internal_address_is_not_fetched(settings: Any, canary: Canary, name: str, address: str) -> None:
    with vendor(naming(address.format(port=canary.port))[name]) as made:
        at(settings, name, made)
        failure = refused()

    assert failure.code in (Code.IMAGE_FAILED, Code.PROVIDER_UNAVAILABLE)
    assert canary.reached == []


@pytest.mark.parametrize("name", NAMING)
def test_a_redirect_is_not_followed(settings: Any, canary: Canary, name: str) -> None:
    elsewhere = Answer(status=302, headers={"Location": f"http://127.0.0.1:{canary.port}/"})

    def script(asked: Asked, before: int) -> Answer:
        return elsewhere if asked.path == "/out.png" else scripts[name](asked, before)

    with vendor(script) as made:
        scripts = naming(f"http://127.0.0.1:{made.port}/out.png")
        at(settings, name, made)
        failure = refused()

    assert failure.code is Code.IMAGE_FAILED
    assert made.asked[-1].path == "/out.png"
    assert canary.reached == []


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(
    "make",
    [
        bomb_of_pixels,
        lambda: b"GIF89a<script>alert(1)</script>",
        lambda: b"\xff\xd8\xff\xe0<html><script>alert(1)</script></html>",
        lambda: b"<html><body>Sorry</body></html>",
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    ],
    ids=["bomb", "polyglot", "half a jpeg", "html", "svg"],
)
@pytest.mark.parametrize("name", [*NAMING, "imagen"])
def test_what_is_no_picture_is_refused(settings: Any, name: str, make: Paint) -> None:
    players: dict[str, Player] = {
        "fal": fal.Fal(looks=0).picture,
        "replicate": replicate.Replicate(looks=0).picture,
        "openai": openai_pictures.picture,
        "imagen": imagen.picture,
    }
    with vendor(lambda asked, before: players[name](asked, make) or Answer(status=404)) as made:
        at(settings, name, made)
        failure = refused()

    assert failure.code is Code.IMAGE_FAILED
    assert "not a picture" in failure.note
