"""The prop index: what a story names can be drawn, in three languages, from licensed drawings."""

import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from storyforge_site.providers.offline import storyteller
from storyforge_site.providers.offline.illustrator import props
from storyforge_site.providers.scene import PropPlace

QUESTS = Path(storyteller.__file__).parent / "catalogue" / "quests.toml"
NAMES = sorted(set(props.names("en").values()))


def test_the_index_knows_every_prop_of_every_quest() -> None:
    quests = tomllib.loads(QUESTS.read_text("utf-8"))
    wanted = {name for quest in quests.values() for name in quest["props"]}
    assert sorted(name for name in wanted if props.find(name) is None) == []


@pytest.mark.parametrize("language", props.LANGUAGES)
def test_every_prop_has_a_word_in_every_language(language: str) -> None:
    assert sorted(set(props.names(language).values())) == NAMES
    assert len(NAMES) >= 250


def test_words_lead_to_props_in_their_own_language() -> None:
    assert props.names("en")["apples"] == "red apple"
    assert props.names("ko")["우산"] == "umbrella"
    assert props.names("ja")["かさ"] == "umbrella"
    with pytest.raises(KeyError):
        props.names("tlh")


def test_every_drawing_is_sound_carries_no_letters_and_stays_small() -> None:
    for name in NAMES:
        prop = props.prop(name)
        drawing = prop.fragment("k")
        ET.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{drawing}</svg>')  # noqa: S314 — our own file; raises ParseError
        assert "<text" not in drawing
        assert "href" not in drawing
        assert len(drawing) < 26_000
        assert prop.where
        assert set(prop.where) <= set(PropPlace)
        assert 40 <= prop.height <= 400


def test_ids_are_made_unique_by_the_key() -> None:
    with_ids = next(props.prop(name) for name in NAMES if 'id="' in props.prop(name).art)
    one, other = with_ids.fragment("a"), with_ids.fragment("b")
    assert one != other
    assert 'id="a' in one


def test_names_are_found_in_any_case_and_unknown_ones_are_not() -> None:
    found = props.find("  Red   APPLE ")
    assert found is not None
    assert found.name == "red apple"
    assert props.find("no such thing") is None
    assert props.find("") is None


def test_the_licence_stands_beside_the_drawings() -> None:
    text = (Path(props.__file__).parent / "LICENSE").read_text("utf-8")
    assert "MIT License" in text
    assert "Microsoft" in text
