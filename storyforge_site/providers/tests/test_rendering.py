"""Sheets as pixels: whole, a part of one, and how far a drawing's ink reaches."""

from random import Random

from PIL import Image, ImageChops

from storyforge_site.providers.offline.illustrator.finish.render import covered, rendered, rendered_part
from storyforge_site.providers.offline.illustrator.light import light_of
from storyforge_site.providers.offline.illustrator.pad import Pad
from storyforge_site.providers.offline.illustrator.toning import in_light
from storyforge_site.providers.scene import TimeOfDay, Weather

BALL = '<circle cx="512" cy="256" r="100" fill="#aa3322"/>'


def sheet(body: str, defs: str = "") -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1024 1024" preserveAspectRatio="xMidYMid slice">'
        f"<defs>{defs}</defs>{body}</svg>"
    )


def test_a_sheet_is_see_through_where_nothing_is_drawn() -> None:
    picture = rendered(sheet(BALL), 512, 512)

    assert picture.size == (512, 512)
    assert picture.getpixel((256, 128)) == (0xAA, 0x33, 0x22, 255)
    assert picture.getpixel((256, 400)) == (0, 0, 0, 0)


def test_a_part_is_what_lies_there_in_the_whole() -> None:
    whole, box = rendered(sheet(BALL), 768, 768), (250, 100, 500, 300)

    part = rendered_part(sheet(BALL), 768, 768, box)

    apart = ImageChops.difference(part.getchannel("A"), whole.crop(box).getchannel("A"))
    assert part.size == (250, 200)
    assert apart.point([255 * (v > 2) for v in range(256)]).getbbox() is None


def test_a_wide_picture_shows_the_middle_of_the_sheet() -> None:
    whole = rendered(sheet(BALL), 1024, 1024)

    assert rendered(sheet(BALL), 1024, 512).getbbox() == whole.crop((0, 256, 1024, 768)).getbbox()


def test_what_is_drawn_is_found_with_its_margin() -> None:
    left, top, right, bottom = covered(sheet(BALL), 1024, 1024, margin=20) or (0, 0, 0, 0)

    assert 340 <= left <= 412 - 20
    assert 84 <= top <= 156 - 20
    assert 612 + 20 <= right <= 690
    assert 356 + 20 <= bottom <= 430
    assert covered(sheet(""), 1024, 1024, margin=20) is None


def test_ink_reaches_three_pixels_around_a_drawing() -> None:
    pad = Pad(Random(1), light_of(TimeOfDay.DAY, Weather.CLEAR, Random(1)), flat=True, inked=True)

    drawn = in_light(pad, BALL)

    inked = rendered(sheet(drawn, "".join(pad.defs)), 1024, 1024)
    assert inked.getbbox() == tuple(edge + 3 * side for edge, side in zip(alpha_box(BALL), (-1, -1, 1, 1), strict=True))
    assert inked.getpixel((512, 154)) == (0x33, 0x26, 0x3D, 255)
    assert inked.getpixel((512, 158)) != inked.getpixel((512, 154))


def alpha_box(body: str) -> tuple[int, int, int, int]:
    picture: Image.Image = rendered(sheet(body), 1024, 1024)
    box = picture.getbbox()
    assert box is not None
    return box
