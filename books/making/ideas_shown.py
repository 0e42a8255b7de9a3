"""Which ideas the form shows: by what was chosen so far, others at each asking."""

import re
import secrets
from collections.abc import Mapping
from typing import Any

from books import ideas
from storyforge_site.lib.choices import AgeBand, Language
from storyforge_site.lib.language import spoken

ASKED = ("language", "target_age", "theme", "ideas_at")
_MOST_TURNS = 1000


def of(said: Mapping[str, Any], *, further: bool = False) -> dict[str, Any]:
    """For the template. `ideas_at` is a seed and how often somebody asked for others, "81723.2"."""
    seed, turn = _read(str(said.get("ideas_at") or ""))
    turn = (turn + further) % _MOST_TURNS
    language = _one_of(Language.values, said.get("language"), spoken())
    shown = ideas.fresh(
        language,
        _one_of(AgeBand.values, said.get("target_age"), str(AgeBand.EARLY)),
        _one_of(ideas.Theme.values, said.get("theme"), ""),
        seed=seed,
        turn=turn,
    )
    return {"ideas": shown, "ideas_language": language, "ideas_at": f"{seed}.{turn}"}


def _read(said: str) -> tuple[int, int]:
    found = re.fullmatch(r"([0-9]{1,9})\.([0-9]{1,4})", said, re.ASCII)
    return (int(found[1]), int(found[2])) if found else (secrets.randbelow(10**9), 0)


def _one_of(known: list[str], said: Any, otherwise: str) -> str:
    return said if said in known else otherwise
