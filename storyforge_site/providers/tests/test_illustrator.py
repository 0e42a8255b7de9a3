"""The offline illustrator: what it promises about every picture. Few are rendered; most are only composed."""

import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from PIL import Image, ImageChops, ImageStat

from storyforge_site.lib.errors import StoryforgeError
from storyforge_site.lib.workshop import Workshop
from storyforge_site.providers.contracts import ImageRequest
from storyforge_site.providers.offline.illustrator import model
from storyforge_site.providers.offline.illustrator.compose import compose
from storyforge_site.providers.offline.illustrator.model import OfflineImageModel
from storyforge_site.providers.scene import (
    Expression,
    FigureInScene,
    Framing,
    Place,
    Pose,
    PropInScene,
    PropPlace,
    Scene,
    Setting,
    TimeOfDay,
    Weather,
)
from storyforge_site.providers.sheet import CharacterSheet, HeroKind

STYLES = ("watercolor", "cartoon", "3d", "pixel", "oil_painting", "claymation")
FINN = CharacterSheet(id="hero", name="Finn", kind=HeroKind.FOX, main_colour="#f0842c", second_colour="#fff3df")
MO = CharacterSheet(id="friend", name="Mo", kind=HeroKind.RABBIT, main_colour="#9a8fd0", second_colour="#fff3f6")
FINN_ALONE = (FigureInScene("hero", Pose.STAND, Expression.HAPPY, Place.CENTRE),)
BOTH = (
    FigureInScene("hero", Pose.WAVE, Expression.JOYFUL, Place.LEFT, holding="red apple"),
    FigureInScene("friend", Pose.SIT, Expression.CALM, Place.RIGHT),
)


def wish(
    scene: Scene, *, style: str = "cartoon", seed: int = 7, size: int = 1024, is_cover: bool = False
) -> ImageRequest:
    return ImageRequest(
        prompt="",
        negative_prompt="",
        style=style,
        seed=seed,
        scene=scene,
        sheets=(FINN, MO),
        width=size,
        height=size,
        is_cover=is_cover,
    )


def painted(request: ImageRequest) -> Image.Image:
    return Image.open(io.BytesIO(OfflineImageModel().generate(request).data)).convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean absolute difference of a pixel's parts, from 0 to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


def assert_sound(svg: str) -> None:
    ET.fromstring(svg)  # noqa: S314 — our own drawing; raises ParseError


def ids_in(sheet: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', sheet)


def share_near(picture: Image.Image, colour: tuple[int, int, int], reach: int = 60) -> float:
    """How much of the picture, from 0 to 1, is of about this colour."""
    flat = picture.resize((128, 128)).tobytes()
    pixels = zip(flat[0::3], flat[1::3], flat[2::3], strict=True)
    near = sum(1 for pixel in pixels if sum(abs(a - b) for a, b in zip(pixel, colour, strict=True)) < reach)
    return near / (128 * 128)


def test_a_picture_is_decodable_has_the_wished_size_and_costs_nothing() -> None:
    result = OfflineImageModel().generate(wish(Scene(Setting.MEADOW, figures=BOTH)))
    picture = Image.open(io.BytesIO(result.data))
    picture.load()
    assert picture.size == (1024, 1024)
    assert picture.format in ("PNG", "JPEG")
    assert result.usage.provider == "offline"
    assert result.usage.cost_microdollars == 0


def test_the_same_request_gives_the_same_bytes_and_another_seed_another_picture() -> None:
    scene = Scene(Setting.FOREST, figures=FINN_ALONE)
    first = OfflineImageModel().generate(wish(scene, size=256)).data
    assert OfflineImageModel().generate(wish(scene, size=256)).data == first
    assert OfflineImageModel().generate(wish(scene, size=256, seed=8)).data != first


@pytest.mark.parametrize("hour", TimeOfDay)
@pytest.mark.parametrize("setting", Setting)
def test_every_place_at_every_hour_is_sound_svg_without_letters(setting: Setting, hour: TimeOfDay) -> None:
    weather = list(Weather)[list(Setting).index(setting) % len(Weather)]
    props = (PropInScene("kite", PropPlace.SKY), PropInScene("basket"), PropInScene("house", PropPlace.FAR))
    scene = Scene(setting, hour, weather, Framing.MEDIUM, BOTH, props)
    (sheet,) = compose(wish(scene)).sheets
    assert_sound(sheet)
    assert "<text" not in sheet
    assert "<image" not in sheet
    found = ids_in(sheet)
    assert len(found) == len(set(found))
    assert set(re.findall(r"url\(#([^)]+)\)", sheet)) <= set(found)


@pytest.mark.parametrize("pose", Pose)
@pytest.mark.parametrize("setting", [Setting.SEA, Setting.LAKE, Setting.SKY, Setting.UNDERWATER, Setting.BEDROOM])
def test_every_pose_can_be_put_where_there_is_no_firm_ground(setting: Setting, pose: Pose) -> None:
    scene = Scene(setting, framing=Framing.WIDE, figures=(FigureInScene("hero", pose), BOTH[1]))
    assert_sound(compose(wish(scene)).sheets[0])


def test_the_six_styles_differ_at_first_sight() -> None:
    scene = Scene(Setting.VILLAGE, figures=FINN_ALONE)
    pictures = [painted(wish(scene, style=style, size=384)) for style in STYLES]
    for at, one in enumerate(pictures):
        for other in pictures[at + 1 :]:
            assert difference(one, other) > 5


def test_the_hero_keeps_the_same_colour_from_page_to_page() -> None:
    for setting in (Setting.MEADOW, Setting.BEDROOM, Setting.SNOWFIELD, Setting.SPACE):
        picture = painted(wish(Scene(setting, figures=FINN_ALONE), size=256))
        assert share_near(picture, (0xF0, 0x84, 0x2C)) > 0.01, setting


def test_a_cover_keeps_its_upper_third_free_of_figures() -> None:
    sheet = compose(wish(Scene(Setting.MEADOW, figures=FINN_ALONE), style="oil_painting", is_cover=True)).sheets[1]
    at = re.search(r'<g transform="translate\(([\d.]+) ([\d.]+)\) scale\(([\d.]+)\)">', sheet)
    assert at is not None
    assert float(at[2]) - 400 * float(at[3]) > 1024 / 3


def test_an_unknown_prop_and_a_figure_without_a_sheet_are_left_out() -> None:
    plain = compose(wish(Scene(Setting.MEADOW, figures=FINN_ALONE))).sheets
    more = Scene(
        Setting.MEADOW,
        figures=(*FINN_ALONE, FigureInScene("nobody")),
        props=(PropInScene("no such thing"), PropInScene("")),
    )
    assert compose(wish(more)).sheets == plain


def test_hostile_names_do_nothing() -> None:
    evil = '"/><script>alert(1)</script><image href="file:///etc/passwd"/>'
    scene = Scene(
        Setting.MEADOW,
        figures=(FigureInScene("hero", holding=evil), FigureInScene(evil)),
        props=(PropInScene(evil), PropInScene("../../art")),
        description=evil,
    )
    sheet = compose(wish(scene)).sheets[0]
    assert "script" not in sheet
    assert "passwd" not in sheet
    assert_sound(sheet)


def test_a_sheet_with_hostile_colours_is_painted_in_our_own() -> None:
    evil = replace(FINN, main_colour='"/><script>1</script>', hair_colour="url(file:///etc/passwd)", eye_colour="#fff")
    request = replace(wish(Scene(Setting.MEADOW, figures=FINN_ALONE)), sheets=(evil,))
    sheet = compose(request).sheets[0]
    assert "script" not in sheet
    assert "passwd" not in sheet
    assert_sound(sheet)


def test_a_painting_process_that_fails_is_told_as_our_own_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "_PAINTERS", Workshop("storyforge_site.no_such_painter"))
    with pytest.raises(StoryforgeError):
        OfflineImageModel().generate(wish(Scene(Setting.MEADOW), size=64))
