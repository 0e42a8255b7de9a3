"""Portraits drawn up without a model: a sentence cut into parts, a photo read by its colours."""

import random

import pytest
from PIL import Image, ImageDraw, ImageFilter

from storyforge_site.providers.offline.illustrator.phrases import phrases
from storyforge_site.providers.offline.illustrator.sheets import draw_up_sheet
from storyforge_site.providers.offline.storyteller.portraits import portrait
from storyforge_site.providers.offline.storyteller.portraits.colours import cues_in

SKINS = {"light": "#f1c7a5", "middle": "#d19a72", "dark": "#704730"}
HAIRS = {"black": "#1d1518", "ginger": "#a4482a"}
BLUE, GREEN_WALL, PALE_WALL = "#2f7dba", "#7fa86a", "#e9efe6"


def photo(skin: str, hair: str, wall: str) -> Image.Image:
    image = Image.new("RGB", (900, 1200), wall)
    draw = ImageDraw.Draw(image)
    draw.ellipse((300, 120, 600, 480), fill=hair)
    draw.ellipse((340, 210, 560, 520), fill=skin)
    draw.rounded_rectangle((260, 540, 640, 860), 40, fill=BLUE)
    draw.rectangle((230, 560, 270, 840), fill=skin)  # an arm
    draw.rectangle((300, 860, 600, 1190), fill="#2f2b38")
    return image.filter(ImageFilter.GaussianBlur(6))


@pytest.mark.parametrize("wall", [GREEN_WALL, PALE_WALL])
@pytest.mark.parametrize("hair", HAIRS)
@pytest.mark.parametrize("skin", SKINS)
def test_hair_skin_and_clothes_are_told_apart(skin: str, hair: str, wall: str) -> None:
    cues = cues_in(photo(SKINS[skin], HAIRS[hair], wall))

    assert cues.hair == hair
    assert cues.skin is not None
    assert cues.top is not None
    brightness = sum(cues.skin) / 3
    assert {"light": brightness > 185, "middle": 140 < brightness < 185, "dark": brightness < 100}[skin]
    assert cues.top[2] > cues.top[0] + 80


def test_no_picture_at_all_breaks_it() -> None:
    rng = random.Random(3)
    for _each in range(60):
        noise = Image.frombytes("RGB", (8, 8), rng.randbytes(192)).resize((90, 70))
        assert cues_in(noise) == cues_in(noise)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("red and white striped jumper", {"top": "red and white striped jumper"}),
        ("long curly brown hair, green eyes", {"hair": "long curly brown hair", "face": "green eyes"}),
        ("two braids", {"hair": "two braids"}),
        ("a boy in blue jeans with brown boots", {"bottom": "blue jeans", "shoes": "brown boots"}),
        ("빨간 모자와 하얀 운동화", {"accessories": "빨간 모자", "shoes": "하얀 운동화"}),
        ("長い黒い髪、青いズボン", {"hair": "長い黒い髪", "bottom": "青いズボン"}),
        ("somebody kind", {}),
        ("", {}),
    ],
)
def test_a_description_is_cut_into_its_parts(text: str, expected: dict[str, str]) -> None:
    assert phrases(text) == expected


@pytest.mark.parametrize(
    ("text", "kind", "gender"),
    [
        ("a girl with a rabbit", "child", "female"),
        ("수줍은 소년", "child", "male"),
        ("할머니", "grandmother", "female"),
        ("somebody nice", "", ""),
    ],
)
def test_who_the_words_are_about(text: str, kind: str, gender: str) -> None:
    assert portrait.kind_and_gender(text) == (kind, gender)


@pytest.mark.parametrize("said", ["a rabbit with blue trousers and red boots", "파란 바지에 빨간 장화를 신은 토끼"])
def test_trousers_and_boots_colour_no_fur(said: str) -> None:
    plain = draw_up_sheet("hero", "Momo", "rabbit", "", "", 3)

    dressed = draw_up_sheet("hero", "Momo", "rabbit", "", said, 3)

    assert dressed.main_colour == plain.main_colour
    assert dressed.lower_colour == "#3f78c2"
