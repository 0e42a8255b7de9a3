"""What a tester types, against the offline rules alone. The figures in the moderation folder's README are these."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from storyforge_site.providers import moderation
from storyforge_site.providers.contracts import Outcome
from storyforge_site.providers.moderation.readings import readings
from storyforge_site.providers.moderation.rules import RulesModerator

FOLDER = Path(moderation.__file__).parent
RED_TEAM: Mapping[str, Any] = tomllib.loads((FOLDER / "red_team.toml").read_text())
HELD_OUT: Mapping[str, Any] = RED_TEAM["held_out"]
LANGUAGES = ("en", "ko", "ja")


def stopped(lines: Sequence[str]) -> list[str]:
    rules = RulesModerator()
    verdicts = {line: rules.check_text(line, language="en", target_age="5-7") for line in lines}
    return [line for line, verdict in verdicts.items() if verdict.outcome is not Outcome.PASS]


def bad(part: Mapping[str, Any], *languages: str) -> list[str]:
    return [line for texts in part["bad"].values() for language in languages for line in texts.get(language, ())]


def harmless(part: Mapping[str, Any], *languages: str) -> list[str]:
    return [line for language in languages for line in part["harmless"][language]]


def test_there_are_enough_of_each() -> None:
    assert len(bad(RED_TEAM, *LANGUAGES)) >= 150
    assert len(harmless(RED_TEAM, *LANGUAGES)) >= 60
    everything = [*bad(RED_TEAM, *LANGUAGES), *harmless(RED_TEAM, *LANGUAGES)]
    held_out = [*bad(HELD_OUT, *LANGUAGES), *harmless(HELD_OUT, *LANGUAGES)]
    assert len(held_out) >= 30
    assert len({*everything, *held_out}) == len(everything) + len(held_out)


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_the_bad_nine_in_ten_are_stopped_and_of_the_harmless_hardly_any(language: str) -> None:
    wicked, kind = bad(RED_TEAM, language), harmless(RED_TEAM, language)

    assert len(stopped(wicked)) >= 0.9 * len(wicked)
    assert len(stopped(kind)) <= 0.05 * len(kind)


@pytest.mark.parametrize("category", RED_TEAM["bad"])
def test_no_category_is_left_open(category: str) -> None:
    lines = [line for texts in RED_TEAM["bad"][category].values() for line in texts]

    assert len(stopped(lines)) >= 0.8 * len(lines)


@pytest.mark.parametrize("name", ["RED_TEAM", "HELD_OUT"])
def test_the_readme_tells_these_figures(name: str) -> None:
    part = {"RED_TEAM": RED_TEAM, "HELD_OUT": HELD_OUT}[name]
    wicked, kind = bad(part, *LANGUAGES), harmless(part, *LANGUAGES)
    readme = (FOLDER / "README.md").read_text()

    assert f"| {len(stopped(wicked))} of {len(wicked)} | {len(stopped(kind))} of {len(kind)} |" in readme


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("ｄｒａｇｏｎ", "dragon"),
        ("dra\u200bgon", "dragon"),
        ("d r a g o n", "dragon"),
        ("d.r_a-g*o~n", "dragon"),
        ("drаgоn", "dragon"),  # Cyrillic а and о
        ("dr4g0n", "dragon"),
        ("draaaaagon", "dragon"),
        ("drágön", "dragon"),
        ("🅳🅡ⓐ𝓰𝐨𝖓", "dragon"),
        ("ㅇㅛㅇ", "용"),
        ("고래ㄴ", "고랜"),
        ("고1래", "고래"),
        ("고 래 친구", "고래 친구"),
        ("り.ゅ.う", "りゅう"),
    ],
)
def test_a_disguise_is_read_as_what_it_means(seen: str, meant: str) -> None:
    assert meant in "\n".join(readings(seen))


@pytest.mark.parametrize("text", ["a" * 50_000, "1 " * 25_000, "ㄱ" * 50_000, "kill the " * 5_000, "f*" * 5_000])
def test_no_text_takes_the_rules_long(text: str) -> None:
    """Every expression is linear: what is read is as long as anybody likes."""
    assert RulesModerator().check_text(text, language="en", target_age="3-5")
