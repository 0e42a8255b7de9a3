"""The actors: every kind in every pose and mood is a sound drawing in its own sheet's colours."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from storyforge_site.providers.offline.illustrator.colour import lighter
from storyforge_site.providers.offline.illustrator.figures import draw_figure
from storyforge_site.providers.offline.illustrator.figures.kinds import BUILDS
from storyforge_site.providers.scene import Expression, Pose
from storyforge_site.providers.sheet import Accessory, CharacterSheet, Garment, HairStyle, HeroKind

MAIN, SECOND, OTHER = "#12ab34", "#fe98dc", "#991122"
PEOPLE = {it for it in HeroKind if BUILDS[it].plan == "human"}
LEGGED = {it for it in HeroKind if BUILDS[it].plan in ("biped", "human")}
ONE_COLOURED = PEOPLE | {HeroKind.GHOST, HeroKind.OCTOPUS, HeroKind.SNOWMAN, HeroKind.STAR, HeroKind.CLOUD}
WITHOUT_ARMS = {HeroKind.FISH, HeroKind.SNAIL, HeroKind.WHALE}
WITHOUT_MOUTH = {it for it in HeroKind if BUILDS[it].muzzle in ("beak", "bill", "trunk")}
CHILD = CharacterSheet(
    "hero", "Mina", HeroKind.CHILD, "#f1c7a5", "#f1c7a5", garment=Garment.JUMPER, accessory=Accessory.BACKPACK
)


def sheet_of(kind: HeroKind) -> CharacterSheet:
    return CharacterSheet("hero", "Finn", kind, MAIN, SECOND)


def drawing(
    sheet: CharacterSheet, pose: Pose = Pose.STAND, expression: Expression = Expression.HAPPY, facing: int = 1
) -> str:
    return draw_figure(sheet, pose, expression, facing=facing, key="f0").svg


def assert_sound(svg: str) -> None:
    root = ET.fromstring(f'<svg xmlns:xlink="http://www.w3.org/1999/xlink">{svg}</svg>')  # noqa: S314 — our own
    for element in root.iter():
        assert element.tag in {"svg", "g", "path", "circle", "ellipse", "rect"}
        for name, value in element.attrib.items():
            assert not name.endswith("href") or value.startswith("#")
            assert not name.startswith("on")
            assert "nan" not in value
            assert re.search(r"url\((?!#)", value) is None


@pytest.mark.parametrize("pose", Pose)
@pytest.mark.parametrize("kind", HeroKind)
def test_every_kind_in_every_pose_is_sound_and_in_its_own_main_colour(kind: HeroKind, pose: Pose) -> None:
    svg = drawing(sheet_of(kind), pose)
    assert_sound(svg)
    assert MAIN in svg


@pytest.mark.parametrize("kind", HeroKind)
def test_every_kind_in_every_mood_is_sound(kind: HeroKind) -> None:
    for mood in Expression:
        assert_sound(drawing(sheet_of(kind), Pose.WAVE, mood))


@pytest.mark.parametrize("kind", sorted(set(HeroKind) - ONE_COLOURED - {HeroKind.TURTLE}))
def test_the_second_colour_is_seen_in_every_pose(kind: HeroKind) -> None:
    for pose in Pose:
        svg = drawing(sheet_of(kind), pose)
        assert SECOND in svg or lighter(SECOND, 0.25) in svg, pose


@pytest.mark.parametrize("kind", HeroKind)
def test_two_sheets_of_a_kind_differ_in_every_pose(kind: HeroKind) -> None:
    for pose in Pose:
        assert drawing(sheet_of(kind), pose) != drawing(replace(sheet_of(kind), main_colour=OTHER), pose), pose


def test_no_two_kinds_look_alike() -> None:
    assert len({drawing(sheet_of(kind)) for kind in HeroKind}) == len(HeroKind)


@pytest.mark.parametrize("kind", HeroKind)
def test_the_same_wish_gives_the_same_figure_whatever_its_key(kind: HeroKind) -> None:
    first = draw_figure(sheet_of(kind), Pose.RUN, Expression.SHY, facing=1, key="f0")
    assert draw_figure(sheet_of(kind), Pose.RUN, Expression.SHY, facing=1, key="f0") == first
    assert draw_figure(sheet_of(kind), Pose.RUN, Expression.SHY, facing=1, key="f1", flat=True) == first


@pytest.mark.parametrize("kind", sorted(set(HeroKind) - WITHOUT_ARMS))
def test_every_pose_changes_the_drawing(kind: HeroKind) -> None:
    assert len({drawing(sheet_of(kind), pose) for pose in Pose}) == len(Pose)


@pytest.mark.parametrize("kind", sorted(WITHOUT_ARMS))
def test_those_without_arms_move_with_the_whole_body(kind: HeroKind) -> None:
    poses = (Pose.STAND, Pose.WALK, Pose.RUN, Pose.JUMP, Pose.SWIM, Pose.CLIMB)
    assert len({drawing(sheet_of(kind), pose) for pose in poses}) == len(poses)


@pytest.mark.parametrize("kind", HeroKind)
def test_no_mood_looks_like_plain_happiness(kind: HeroKind) -> None:
    happy = drawing(sheet_of(kind))
    for mood in set(Expression) - {Expression.HAPPY}:
        assert drawing(sheet_of(kind), Pose.STAND, mood) != happy, mood


@pytest.mark.parametrize("kind", sorted(set(HeroKind) - WITHOUT_MOUTH))
def test_every_mood_changes_a_face_with_a_mouth(kind: HeroKind) -> None:
    assert len({drawing(sheet_of(kind), Pose.STAND, mood) for mood in Expression}) == len(Expression)


@pytest.mark.parametrize(
    "change",
    [
        {"main_colour": "#704730"},
        {"hair_colour": "#a4482a"},
        {"hair_style": HairStyle.BRAIDS},
        {"eye_colour": "#3f78c2"},
        {"garment": Garment.HANBOK},
        {"garment_colour": "#c8102e"},
        {"lower_colour": "#f0a830"},
        {"accessory": Accessory.GLASSES},
        {"accessory_colour": "#2fa8a0"},
        {"age_visual": "toddler"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_children_differ_by_skin_hair_eyes_and_outfit(change: dict[str, str]) -> None:
    assert drawing(replace(CHILD, **change)) != drawing(CHILD)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "words"), [("hair_style", HairStyle), ("garment", Garment), ("accessory", Accessory)]
)
def test_every_hair_style_garment_and_accessory_of_a_child_is_its_own_sound_drawing(
    field: str, words: type[HairStyle | Garment | Accessory]
) -> None:
    drawings = [drawing(replace(CHILD, **{field: word})) for word in words]  # type: ignore[arg-type]
    for svg in drawings:
        assert_sound(svg)
    assert len(set(drawings)) == len(list(words))


@pytest.mark.parametrize("kind", sorted(LEGGED))
def test_whatever_is_worn_on_two_legs_shows_its_colour_in_every_pose(kind: HeroKind) -> None:
    cloth, trim = "#0101fe", "#fe0101"
    worn = list(zip([*Garment][1:] * 2, [*Accessory][1:], strict=False))  # each at least once, ten dressings
    for pose in (Pose.STAND, Pose.LIE, Pose.FLY, Pose.READ):
        for garment, accessory in worn:
            sheet = replace(
                sheet_of(kind), garment=garment, garment_colour=cloth, accessory=accessory, accessory_colour=trim
            )
            svg = drawing(sheet, pose)
            assert cloth in svg, (pose, garment)
            assert trim in svg, (pose, accessory)


@pytest.mark.parametrize("kind", HeroKind)
def test_facing_left_is_facing_right_in_a_mirror(kind: HeroKind) -> None:
    left, right = (draw_figure(sheet_of(kind), Pose.POINT, Expression.HAPPY, facing=it, key="f0") for it in (-1, 1))
    assert left.svg != right.svg
    assert left.hand == (-right.hand[0], right.hand[1])
    assert (left.width, left.height) == (right.width, right.height)
    assert min(left.width, left.height) > 0


@pytest.mark.parametrize("kind", sorted(LEGGED))
def test_who_lies_is_longer_than_high(kind: HeroKind) -> None:
    lying = draw_figure(sheet_of(kind), Pose.LIE, Expression.SLEEPY, facing=1, key="f0")
    assert lying.width > lying.height
    assert lying.grounded


def test_grown_ups_are_taller_than_children_and_toddlers_smaller() -> None:
    def height(sheet: CharacterSheet) -> float:
        return draw_figure(sheet, Pose.STAND, Expression.CALM, facing=0, key="f0").height

    assert height(replace(CHILD, age_visual="toddler")) < height(CHILD) < height(replace(CHILD, kind=HeroKind.MAN))
