"""A picture in sizes for screens: what its name says about it, and what is there when it is."""

from typing import Any

import pytest
from django.core.files.storage import default_storage

from books import srcset
from books.exports.pictures import Picture, clean_picture, put_away
from books.srcset import shown
from books.tests.factories import jpeg
from storyforge_site.lib.errors import StoryforgeError
from storyforge_site.lib.signed_files import SignedFileSystemStorage

FOLDER = "users/u/books/b"
KEY = f"{FOLDER}/page-01-5fb1c02b9f3e-1024w.jpg"
COVER_KEY = f"{FOLDER}/cover-5fb1c02b9f3e-1024w.jpg"


def at(key: str) -> str:
    return key.removeprefix(f"{FOLDER}/")


def test_the_name_says_what_stands_beside_a_picture() -> None:
    picture = shown(KEY, at)

    assert picture is not None
    assert picture.url == "page-01-5fb1c02b9f3e-1024w.jpg"
    assert picture.srcset == "screen-page-01-5fb1c02b9f3e-768w.webp 768w"
    assert picture.is_wider


def test_a_cover_stands_on_shelves_too_and_is_there_small() -> None:
    picture = shown(COVER_KEY, at)

    assert picture is not None
    assert picture.srcset.split(", ") == [
        "screen-cover-5fb1c02b9f3e-400w.webp 400w",
        "screen-cover-5fb1c02b9f3e-768w.webp 768w",
    ]
    assert picture.url == "cover-5fb1c02b9f3e-1024w.jpg"
    assert picture.is_wider


def test_the_thumbnail_is_the_smallest_and_is_shown_like_any_picture() -> None:
    thumbnail = srcset.thumbnail_key(COVER_KEY)

    assert thumbnail == f"{FOLDER}/screen-cover-5fb1c02b9f3e-400w.jpg"
    assert shown(thumbnail, at) == srcset.Shown(
        "screen-cover-5fb1c02b9f3e-400w.jpg", "screen-cover-5fb1c02b9f3e-400w.webp 400w"
    )


@pytest.mark.parametrize("older", ["cover.jpg", f"{FOLDER}/page-01-5fb1c02b9f3e.jpg", f"{FOLDER}/cover-thumbnail.jpg"])
def test_an_older_picture_is_shown_as_it_is(older: str) -> None:
    assert shown(older, at) == srcset.Shown(at(older), "")
    assert srcset.thumbnail_key(older) == older


def test_no_picture_is_not_shown() -> None:
    assert shown("") is None


def stored(picture: Picture, *, number: int = 0) -> str:
    return put_away(picture, picture.marked(by_model=False), FOLDER, number, by_model=False)


@pytest.mark.parametrize(
    ("number", "side", "count"),
    [(0, 300, 0), (0, 400, 0), (0, 600, 2), (0, 1024, 3), (0, 1600, 3), (1, 600, 0), (1, 1024, 1), (1, 1600, 1)],
)
def test_whatever_the_name_says_is_stored(number: int, side: int, count: int) -> None:
    key = stored(clean_picture(jpeg(side=side)), number=number)

    beside = srcset.beside(key)
    assert len(beside) == count
    assert all(default_storage.exists(each) for each in (key, *beside.values()))


class NoRoomForSmallOnes(SignedFileSystemStorage):
    def _save(self, name: str, content: Any) -> str:
        if name.endswith("768w.webp"):
            raise OSError("No space left on device")
        return str(super()._save(name, content))


def test_a_picture_is_not_there_before_its_sizes(settings: Any) -> None:
    backend = {**settings.STORAGES["default"], "BACKEND": f"{__name__}.{NoRoomForSmallOnes.__name__}"}
    settings.STORAGES = {**settings.STORAGES, "default": backend}

    with pytest.raises(StoryforgeError, match="768w"):
        stored(clean_picture(jpeg(side=1024)))

    assert not [name for name in default_storage.listdir(FOLDER)[1] if not name.startswith("screen-")]
