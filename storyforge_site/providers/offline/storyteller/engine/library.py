"""The catalogue and the texts, read once and never changed."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from storyforge_site.providers.scene import Expression, Setting, TimeOfDay, Weather

ROOT = Path(__file__).resolve().parent.parent
UNITS = (
    *("want", "why", "doubt", "try1", "fail1", "try2", "fail2"),
    *("advice1", "advice2", "advice3", "low", "turn", "triumph", "joy", "after"),
)

Lines = Mapping[str, tuple[str, ...]]  # register → variants


@dataclass(frozen=True, slots=True)
class Beat:
    name: str
    keep: int
    units: tuple[str, ...]
    stage: str  # home | way | place
    mood: Expression
    pose: str  # a Pose, or "do"
    who: tuple[str, ...] = ()
    absorbs: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    clock: tuple[TimeOfDay, ...]
    beats: tuple[Beat, ...]
    weathers: tuple[Weather, ...] = ()


@dataclass(frozen=True, slots=True)
class Quest:
    name: str
    home: tuple[Setting, ...]
    way: tuple[Setting, ...]
    place: tuple[Setting, ...]
    pose: str
    friend: tuple[str, ...]
    helpers: tuple[str, ...]
    props: tuple[str, ...]
    themes: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    clock: tuple[TimeOfDay, ...] = ()  # where it has hours of its own: nobody goes to sleep at noon


@dataclass(frozen=True, slots=True)
class QuestText:
    units: Mapping[str, Lines]
    titles: tuple[str, ...]
    goal: str
    place: tuple[str, ...]
    sound: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """One language. Quests and shapes that are not written yet are simply not there."""

    language: str
    words: Mapping[str, Any]
    quests: Mapping[str, QuestText]
    shapes: Mapping[str, Mapping[str, Lines]]
    together: Mapping[str, Lines]  # lines for a book about more than one


def read(path: Path) -> Mapping[str, Any]:
    """A TOML file as mappings and tuples that nobody can change; empty when there is no such file."""
    if not path.exists():
        return MappingProxyType({})
    frozen: Mapping[str, Any] = _freeze(tomllib.loads(path.read_text(encoding="utf-8")))
    return frozen


def _freeze(value: Any) -> Any:
    if isinstance(value, dict):
        return MappingProxyType({key: _freeze(inner) for key, inner in value.items()})
    if isinstance(value, list):
        return tuple(_freeze(inner) for inner in value)
    return value


@cache
def shapes() -> Mapping[str, Shape]:
    found = read(ROOT / "catalogue" / "shapes.toml")
    return MappingProxyType({name: _shape(name, data) for name, data in found.items()})


def _shape(name: str, data: Mapping[str, Any]) -> Shape:
    return Shape(
        name=name,
        clock=tuple(map(TimeOfDay, data["clock"])),
        beats=tuple(Beat(**{**beat, "mood": Expression(beat["mood"])}) for beat in data["beats"]),
        weathers=tuple(map(Weather, data.get("weathers", ()))),
    )


@cache
def quests() -> Mapping[str, Quest]:
    found = read(ROOT / "catalogue" / "quests.toml")
    return MappingProxyType({name: _quest(name, data) for name, data in found.items()})


def _quest(name: str, data: Mapping[str, Any]) -> Quest:
    settings = {stage: tuple(map(Setting, data[stage])) for stage in ("home", "way", "place")}
    clock = tuple(map(TimeOfDay, data.get("clock", ())))
    return Quest(**{**data, **settings, "name": name, "clock": clock})


@cache
def homes() -> Mapping[str, tuple[Setting, ...]]:
    """HeroKind → settings that can be its home."""
    found = read(ROOT / "catalogue" / "homes.toml")
    return MappingProxyType({kind: tuple(map(Setting, settings)) for kind, settings in found.items()})


@cache
def texts(language: str) -> Texts:
    folder = ROOT / "texts" / language
    return Texts(
        language=language,
        words=read(folder / "words.toml"),
        together=MappingProxyType({key: lines(value) for key, value in read(folder / "together.toml").items()}),
        quests=MappingProxyType({name: quest_text(data) for name, data in _written(folder / "quests", quests())}),
        shapes=MappingProxyType(
            {
                name: MappingProxyType({b: lines(v) for b, v in data.items()})
                for name, data in _written(folder / "shapes", shapes())
            }
        ),
    )


def _written(folder: Path, names: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    return [(name, read(folder / f"{name}.toml")) for name in names if (folder / f"{name}.toml").exists()]


def quest_text(data: Mapping[str, Any]) -> QuestText:
    return QuestText(
        units=MappingProxyType({unit: lines(data.get(unit, {})) for unit in UNITS}),
        titles=tuple(data.get("titles", ())),
        goal=str(data.get("goal", "")),
        place=tuple(data.get("place", ())),
        sound=tuple(data.get("sound", ())),
    )


def lines(value: Mapping[str, Any]) -> Lines:
    """Register → variants; a lone sentence counts as a list of one."""
    return MappingProxyType({key: (v,) if isinstance(v, str) else tuple(v) for key, v in value.items()})
