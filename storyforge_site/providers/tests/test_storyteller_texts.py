"""The proof-reader finds nothing, and two books of different topics do not sound alike."""

from itertools import combinations
from statistics import mean

import pytest

from storyforge_site.providers.offline.storyteller.engine import library, proof
from storyforge_site.providers.scene import Pose, Setting
from storyforge_site.providers.sheet import HeroKind
from storyforge_site.providers.tests.storyteller_shelf import LANGUAGES, TOPICS, grams, overlap, tell

# Two books may share the frames of a shape, but most of what is said must be their own.
_MOST_ON_AVERAGE, _MOST_EVER = 0.06, 0.40


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_proof_reader_finds_nothing(language: str) -> None:
    assert [str(fault) for fault in proof.read(language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_different_topics_give_different_books(language: str) -> None:
    books = [grams(tell(language, topic, seed=seed), language) for seed, topic in enumerate(TOPICS[language])]
    shared = [overlap(one, other) for one, other in combinations(books, 2)]

    assert mean(shared) <= _MOST_ON_AVERAGE
    assert max(shared) <= _MOST_EVER


def test_the_catalogue_holds_together() -> None:
    for shape in library.shapes().values():
        assert sorted(beat.keep for beat in shape.beats) == list(range(1, 13)), shape.name
        assert (shape.beats[0].name, shape.beats[-1].name) == ("opening", "ending")
        assert {"want", "try1", "turn", "triumph", "after"} <= {unit for beat in shape.beats for unit in beat.units}
    for quest in library.quests().values():
        assert Pose(quest.pose)
        assert {*quest.friend, *quest.helpers} <= set(HeroKind)
        assert set(quest.shapes) <= set(library.shapes())
    assert all(Setting(setting) for settings in library.homes().values() for setting in settings)
