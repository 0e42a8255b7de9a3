"""From words about looks, in three languages, to a character sheet."""

import re
from typing import Any

import pytest

from storyforge_site.providers.offline.illustrator.appearance import kind_in
from storyforge_site.providers.offline.illustrator.colour import colour_name
from storyforge_site.providers.offline.illustrator.sheets import draw_up_sheet
from storyforge_site.providers.sheet import CharacterSheet

RED, ORANGE, YELLOW, GREEN, BLUE = "#c8102e", "#f08a2c", "#f2c230", "#4f9d57", "#3f78c2"
LIGHT_BLUE, PURPLE, PINK, BROWN, BLACK = "#8fc6ec", "#8a5cb8", "#f29bb4", "#8b5a34", "#2f2b38"
WHITE, GREY, DARK_SKIN, BROWN_SKIN = "#fbf7f0", "#9aa0ab", "#6b4430", "#9a6a48"
COLOURS = ("main_colour", "second_colour", "hair_colour", "eye_colour")
WORN_COLOURS = ("garment_colour", "lower_colour", "accessory_colour")


def read(appearance: str, *, name: str = "Momo", kind: str = "", gender: str = "", seed: int = 3) -> CharacterSheet:
    return draw_up_sheet("hero", name, kind, gender, appearance, seed)


def creature(kind: str, colour: str = "", **more: str) -> dict[str, str]:
    return {"kind": kind, **({"main_colour": colour} if colour else {}), **more}


def child(gender: str, **more: str) -> dict[str, str]:
    return {"kind": "child", "gender": gender, **more}


def worn(accessory: str, colour: str) -> dict[str, str]:
    return {"accessory": accessory, "accessory_colour": colour}


def dressed(garment: str, colour: str) -> dict[str, str]:
    return {"garment": garment, "garment_colour": colour}


ENGLISH: list[tuple[str, dict[str, str]]] = [
    ("a small green dragon and a blue scarf", creature("dragon", GREEN, **worn("scarf", BLUE))),
    ("a green dragon with orange wings", creature("dragon", GREEN, second_colour=ORANGE)),
    ("a grey mouse with a yellow cap", creature("mouse", GREY, **worn("cap", YELLOW))),
    ("a black cat with a red bow", creature("cat", BLACK, **worn("bow", RED))),
    ("a light blue robot with yellow headphones", creature("robot", LIGHT_BLUE, **worn("headphones", YELLOW))),
    ("a green turtle with a brown shell", creature("turtle", GREEN, second_colour=BROWN)),
    ("a purple octopus with a yellow crown", creature("octopus", PURPLE, **worn("crown", YELLOW))),
    ("a bear in blue dungarees", creature("bear", **dressed("dungarees", BLUE))),
    ("Baby bear", creature("bear", age_visual="toddler")),
    (
        "a girl with two black braids and a yellow raincoat",
        child("female", hair_style="braids", hair_colour=BLACK, **dressed("coat", YELLOW)),
    ),
    (
        "a boy with curly hair, brown skin, round glasses and green dungarees",
        child("male", hair_style="curly", main_colour=BROWN_SKIN, accessory="glasses", **dressed("dungarees", GREEN)),
    ),
    ("a boy with a red hat and a blue coat", child("male", **worn("hat", RED), **dressed("coat", BLUE))),
    ("a girl with blue eyes and red hair", child("female", eye_colour=BLUE, hair_colour=RED)),
    ("a girl with red hair and blue eyes", child("female", eye_colour=BLUE, hair_colour=RED)),
    ("a girl with dark skin", child("female", main_colour=DARK_SKIN)),
    ("an old man with a blue hat", creature("grandfather", age_visual="elder", **worn("hat", BLUE))),
    ("a grandmother with purple glasses", creature("grandmother", age_visual="elder", **worn("glasses", PURPLE))),
    ("a grey cat with green eyes", creature("cat", GREY, eye_colour=GREEN)),
    (
        "a green dragon with orange wings and a blue scarf",
        creature("dragon", GREEN, second_colour=ORANGE, **worn("scarf", BLUE)),
    ),
    ("a white rabbit wearing a red scarf", creature("rabbit", WHITE, **worn("scarf", RED))),
    ("a fox who likes golden stars", creature("fox")),
    ("a girl with long brown hair", child("female", hair_style="long", hair_colour=BROWN)),
    ("a blonde boy", child("male", hair_colour="#dcb45c")),
    ("a grandmother", creature("grandmother", gender="female")),
    ("a mother in a green dress", creature("woman", age_visual="adult", **dressed("dress", GREEN))),
]
KOREAN: list[tuple[str, dict[str, str]]] = [
    ("빨간 목도리를 한 토끼", creature("rabbit", **worn("scarf", RED))),
    ("하얀 토끼", creature("rabbit", WHITE)),
    ("검은 고양이와 노란 리본", creature("cat", BLACK, **worn("bow", YELLOW))),
    ("작은 갈색 곰", creature("bear", BROWN)),
    ("하늘색 고래", creature("whale", LIGHT_BLUE)),
    ("회색 늑대가 파란 목도리를 했어요", creature("wolf", GREY, **worn("scarf", BLUE))),
    ("노란 모자를 쓴 펭귄", creature("penguin", **worn("hat", YELLOW))),
    ("아기 코끼리", creature("elephant", age_visual="toddler")),
    ("말하는 로봇", creature("robot")),
    ("새로운 친구 곰", creature("bear")),
    ("양갈래 머리에 노란 비옷을 입은 여자아이", child("female", hair_style="braids", **dressed("coat", YELLOW))),
    ("단발머리 여자아이 빨간 한복", child("female", hair_style="bob", **dressed("hanbok", RED))),
    ("긴 머리 소녀, 파란 원피스", child("female", hair_style="long", **dressed("dress", BLUE))),
    ("갈색 머리 소녀", child("female", hair_colour=BROWN)),
    ("안경을 쓴 남자아이, 초록색 멜빵바지", child("male", accessory="glasses", **dressed("dungarees", GREEN))),
    ("한복을 입은 여자아이, 갈색 눈", child("female", garment="hanbok", eye_colour=BROWN)),
    ("빨간 망토를 두른 소녀", child("female", **worn("cape", RED))),
    ("소방차를 좋아하는 아이", {"kind": "child"}),
    ("빨간 목도리를 한 하얀 토끼", creature("rabbit", WHITE, **worn("scarf", RED))),
    ("파란 눈의 회색 고양이", creature("cat", GREY, eye_colour=BLUE)),
    ("긴 갈색 머리 소녀", child("female", hair_style="long", hair_colour=BROWN)),
    ("별을 좋아하는 고양이", creature("cat")),
    ("할머니", creature("grandmother", gender="female", age_visual="elder")),
]
JAPANESE: list[tuple[str, dict[str, str]]] = [
    ("赤いぼうしをかぶったくま", creature("bear", **worn("hat", RED))),
    ("白いうさぎ", creature("rabbit", WHITE)),
    ("黒いねこ、赤いリボン", creature("cat", BLACK, **worn("bow", RED))),
    ("みどりのドラゴン", creature("dragon", GREEN)),
    ("水色のロボット", creature("robot", LIGHT_BLUE)),
    ("ピンクのぶた", creature("pig", PINK)),
    ("オレンジ色のきつね", creature("fox", ORANGE)),
    ("黄色いぼうしのペンギン", creature("penguin", **worn("hat", YELLOW))),
    ("帽子をかぶった牛", creature("cow", accessory="hat")),
    ("赤いぼうしをかぶった茶色のくま", creature("bear", BROWN, **worn("hat", RED))),
    ("めがねをかけた白いねずみ", creature("mouse", WHITE, accessory="glasses")),
    ("長い茶色の髪の女の子", child("female", hair_style="long", hair_colour=BROWN)),
    ("しかし、きつね", creature("fox")),
    ("くもりの日のきつね", creature("fox")),
    ("たこやきが好きなねこ", creature("cat")),
    ("うまれたてのひよこ", creature("chick")),
    ("赤ちゃんぞう", {"kind": "elephant", "age_visual": "toddler"}),
    ("おさげの女の子、青いワンピース", child("female", hair_style="braids", **dressed("dress", BLUE))),
    ("茶色い髪のポニーテールの女の子", child("female", hair_style="ponytail", hair_colour=BROWN)),
    ("茶色の髪の女の子、黄色いワンピース", child("female", hair_colour=BROWN, **dressed("dress", YELLOW))),
    ("めがねの男の子、緑のオーバーオール", child("male", accessory="glasses", **dressed("dungarees", GREEN))),
    ("黒い髪の男の子、赤いマフラー", child("male", hair_colour=BLACK, **worn("scarf", RED))),
    ("黄色いマントの男の子", child("male", **worn("cape", YELLOW))),
    ("黒い肌の女の子", child("female", main_colour=DARK_SKIN)),
    ("着物を着た女の子", child("female", garment="kimono")),
    ("おばあちゃん", creature("grandmother", age_visual="elder")),
]
HOSTILE = {
    "empty": "",
    "blank": " \n\t",
    "huge": "빨간 모자 red hat 赤いぼうし " * 4_000,
    "one long word": "a" * 100_000,
    "markup": '"/><script>alert(1)</script><image href="file:///etc/passwd"/>',
    "pattern": "((((((([*+?\\",
    "template": "{}{0.__class__}%s%n${x}",
    "control letters": "\x00\x1b[31m\u202e\ud800",
    "colours only": "red green blue #zzzzzz url(x)",
}


@pytest.mark.parametrize(("appearance", "expected"), [*ENGLISH, *KOREAN, *JAPANESE])
def test_a_sheet_has_what_the_words_say(appearance: str, expected: dict[str, str]) -> None:
    sheet = read(appearance).as_dict()
    assert {field: sheet[field] for field in expected} == expected


@pytest.mark.parametrize("seed", range(5))
def test_what_was_said_holds_whatever_the_seed(seed: int) -> None:
    for appearance, expected in (ENGLISH[0], KOREAN[2], JAPANESE[10]):
        sheet = read(appearance, seed=seed).as_dict()
        assert {field: sheet[field] for field in expected} == expected


def test_the_same_name_and_words_give_the_same_sheet() -> None:
    assert read("a girl", name="민아", seed=5) == read("a girl", name="민아", seed=5)


def test_what_was_left_open_differs_by_seed_and_by_name() -> None:
    assert len({read("a child", seed=seed).description for seed in range(20)}) > 5
    assert len({read("a child", name=name).description for name in "abcdefghijklmnop"}) > 5


@pytest.mark.parametrize("baby", ["赤ちゃんぞう", "あかちゃんのうさぎ", "a fox who likes golden stars"])
def test_a_colour_inside_another_word_paints_nobody(baby: str) -> None:
    assert read(baby).main_colour not in (RED, YELLOW)


@pytest.mark.parametrize(
    ("colour", "name"),
    [("#5a3a26", "brown"), ("#6d6a78", "grey"), ("#e8c99a", "cream"), ("#3a4a6b", "dark blue"), ("#fbf8f2", "white")],
)
def test_a_colour_has_the_name_a_person_would_give_it(colour: str, name: str) -> None:
    assert colour_name(colour) == name


@pytest.mark.parametrize("kind", ["fish", "whale", "snail", "ghost", "star"])
def test_nobody_is_found_by_what_cannot_be_seen_on_them(kind: str) -> None:
    assert {str(read("", kind=kind, seed=seed).accessory) for seed in range(20)} <= {"bow", "hat", "cap", "flower"}


def test_a_kind_and_a_gender_that_were_given_win_over_the_words() -> None:
    sheet = read("a boy like a black cat", kind="owl", gender="female")
    assert (sheet.kind, sheet.gender) == ("owl", "female")


def test_an_unknown_kind_is_read_from_the_words_and_else_is_a_child() -> None:
    assert read("a red fox", kind="gryphon").kind == "fox"
    assert read("", kind="gryphon").kind == "child"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A Hedgehog", "hedgehog"),
        ("goldfish", "fish"),
        ("caterpillar", ""),
        ("ハリネズミ", "hedgehog"),
        ("ぼうし", ""),
        ("눈사람", "snowman"),
        ("새로운", ""),
        ("", ""),
    ],
)
def test_a_longer_word_hides_the_kind_inside_it(text: str, kind: str) -> None:
    assert kind_in(text) == kind


def assert_valid(sheet: CharacterSheet) -> None:
    assert CharacterSheet.from_dict(sheet.as_dict()) == sheet
    assert sheet.age_visual in {"toddler", "child", "adult", "elder"}
    for field in (*COLOURS, *WORN_COLOURS):
        assert re.fullmatch(r"#[0-9a-f]{6}", getattr(sheet, field)), field


@pytest.mark.parametrize("appearance", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_words_give_a_valid_sheet_and_none_is_repeated(appearance: str) -> None:
    sheet = read(appearance, kind=appearance)
    assert_valid(sheet)
    assert re.fullmatch(r"[A-Za-z ,().-]{20,200}", sheet.description)


def test_a_saved_sheet_with_an_unknown_word_is_refused() -> None:
    saved: dict[str, Any] = read("a red fox").as_dict()
    with pytest.raises(ValueError, match="gryphon"):
        CharacterSheet.from_dict({**saved, "kind": "gryphon"})
    with pytest.raises(KeyError):
        CharacterSheet.from_dict({"id": "hero"})


@pytest.mark.parametrize(
    "colour",
    ["red", "orange", "yellow", "green", "blue", "light blue", "purple", "pink", "brown", "black", "white", "grey"],
)
def test_the_sentence_about_looks_names_the_colours(colour: str) -> None:
    assert f"{colour} fox" in read(f"a {colour} fox").description
    assert f"{colour} scarf" in read(f"a fox with a {colour} scarf").description
    girl = read(f"a girl with {colour} hair, a {colour} hat and a {colour} dress").description
    assert f"{colour} hair" in girl
    assert f"{colour} dress" in girl
    assert f"{colour} hat" in girl


def test_the_sentence_about_looks_is_english_whatever_was_read() -> None:
    girl = read("양갈래 머리에 노란 비옷을 입은 여자아이").description
    assert girl.startswith("A girl with ")
    assert "hair (braids)" in girl
    assert "a yellow coat" in girl
    assert "a red hat" in read("赤いぼうしをかぶったくま").description
