"""English alternative text: what a picture shows, in one or two plain sentences."""

import re
from collections.abc import Mapping, Sequence
from typing import Any


def alt_text(scene: Mapping[str, Any], names: Mapping[str, str], words: Mapping[str, Any]) -> str:
    """`names` says who each figure is, as printed: "Momo the dragon", "a turtle"."""
    alt = words["alt"]
    figures: Sequence[Mapping[str, Any]] = scene.get("figures", ())
    swims = any(figure["pose"] == "swim" for figure in figures[:1])
    settings = {**alt["setting"], **(alt.get("swimming", {}) if swims else {})}
    where = f"{settings[scene['setting']]} {alt['time'][scene['time_of_day']]}"
    weather = alt["weather"][scene["weather"]]
    sentences = [" ".join(part for part in (_who(figures, names, alt), where, weather) if part)]
    if figures:
        sentences.append(_feeling(figures[0], names, alt))
    return " ".join(_sentence(text) for text in sentences if text)


def _who(figures: Sequence[Mapping[str, Any]], names: Mapping[str, str], alt: Mapping[str, Any]) -> str:
    if not figures:
        return "A quiet place"
    first, *others = figures
    said = f"{names.get(first['who'], 'someone')} {alt['pose'][first['pose']]}"
    beside = [names.get(figure["who"], "a friend") for figure in others]
    return f"{said} beside {_list(beside)}" if beside else said


def _list(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _feeling(figure: Mapping[str, Any], names: Mapping[str, str], alt: Mapping[str, Any]) -> str:
    look = alt.get("expression", {}).get(figure["expression"], "")
    name = re.split(r" the ", names.get(figure["who"], ""))[0]
    return f"{name} looks {look}" if look and name else ""


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
