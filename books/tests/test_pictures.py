"""Pictures from outside: refused, or drawn anew and marked."""

import io

import pytest
from PIL import Image, ImageChops

from books import srcset, storage
from books.exports.lettering import letter_cover
from books.exports.pictures import Picture, clean_picture, put_away
from books.tests.factories import jpeg
from storyforge_site.lib.errors import Code, StoryforgeError


def png(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#336699").save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        png(800, 800)[:200],
        png(100, 100),
        png(5000, 300),
    ],
)
def test_what_is_no_sane_picture_is_refused(data: bytes) -> None:
    with pytest.raises(StoryforgeError) as refusal:
        clean_picture(data)

    assert refusal.value.code is Code.IMAGE_FAILED


def test_nothing_of_the_file_survives_but_its_pixels() -> None:
    polyglot = jpeg() + b"<script>alert(1)</script>"

    kept = clean_picture(polyglot).marked(by_model=False)

    assert b"alert" not in kept
    assert Image.open(io.BytesIO(kept)).size == (512, 512)


@pytest.mark.parametrize(("by_model", "kind"), [(True, b"trainedAlgorithmicMedia"), (False, b"/algorithmicMedia")])
def test_a_picture_says_what_made_it_and_so_does_each_of_its_sizes(by_model: bool, kind: bytes) -> None:
    picture = clean_picture(png(1024, 768))

    assert kind in picture.marked(by_model=by_model)
    key = put_away(picture, picture.marked(by_model=by_model), "b", 0, by_model=by_model)
    on_screens = {str(size): storage.read(beside) for size, beside in srcset.beside(key).items()}
    assert {size: (opened(data).format, opened(data).size) for size, data in on_screens.items()} == {
        "400w.webp": ("WEBP", (400, 300)),
        "768w.webp": ("WEBP", (768, 576)),
        "400w.jpg": ("JPEG", (400, 300)),
    }
    assert all(kind in opened(data).info["xmp"] for data in on_screens.values())


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Momo", "en"),
        ("The Very Long Tale of a Shy Dragon Who Learned to Swim in the Deep Green Pond", "en"),
        ("수줍은 용과 깊은 연못", "ko"),
        ("はずかしがりやの りゅうと みどりの いけ", "ja"),
        ("泳ぎをおぼえるはずかしがりやのりゅう", "ja"),
        ("😀", "en"),
    ],
)
@pytest.mark.parametrize("ground", ["#10152e", "#f3efe2"])
def test_a_title_stands_inside_the_upper_part_and_reads_on_any_ground(title: str, language: str, ground: str) -> None:
    plain = Picture(Image.new("RGB", (1024, 1024), ground))

    lettered = letter_cover(plain, title, language)

    changed = _changed_box(plain.image, lettered.image)
    if title == "😀":  # no face has it; the picture is shown as it is
        assert changed is None
        return
    assert changed is not None
    left, top, right, bottom = changed
    assert left > 20
    assert top > 20
    assert right < 1004
    assert bottom < 460


def _changed_box(before: Image.Image, after: Image.Image) -> tuple[int, int, int, int] | None:
    return ImageChops.difference(before, after).convert("L").point(lambda value: 255 * (value > 40)).getbbox()
