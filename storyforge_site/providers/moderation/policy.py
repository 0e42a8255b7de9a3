"""Our own policy: what a score means for a reader of an age. Vendors' categories are translated into these, no more.

Scores run from 0 to 1. The numbers stand in `policy.toml`.
"""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from storyforge_site.lib.choices import AgeBand
from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.providers.contracts import Outcome, Usage, Verdict, worse


class Category(StrEnum):
    SEXUAL = "sexual"
    MINORS = "minors"
    VIOLENCE = "violence"
    GORE = "gore"
    HATE = "hate"
    HARASSMENT = "harassment"
    SELF_HARM = "self_harm"
    WEAPONS = "weapons"
    DRUGS = "drugs"
    ILLICIT = "illicit"
    FRIGHTENING = "frightening"
    PERSONAL_DATA = "personal_data"
    INJECTION = "injection"
    UNSEEN_PICTURE = "unseen_picture"
    DECLINED = "declined"
    OTHER = "other"


_AGES = tuple(AgeBand.values)


@cache
def _table() -> Mapping[str, Any]:
    with (Path(__file__).parent / "policy.toml").open("rb") as file:
        return tomllib.load(file)


POLICY: str = _table()["version"]


def judge(
    scores: Mapping[Category, float], target_age: str, usage: Usage, *, flagged: bool = False, policy: str = POLICY
) -> Verdict:
    """`flagged`: the vendor itself would not pass it, so we are unsure at least. An unknown age is the youngest."""
    age = _AGES.index(target_age) if target_age in _AGES else 0
    outcome = Outcome.REVIEW if flagged else Outcome.PASS
    worrying: dict[str, float] = {}
    for category, score in scores.items():
        limits = _table()[category]
        if score >= limits["review"][age]:
            worrying[str(category)] = score
            outcome = worse(outcome, _outcome_at(score, limits["block"][age]))
    all_scores = {str(category): round(score, 4) for category, score in scores.items()}
    return Verdict(outcome, usage, worrying, policy, all_scores)


def highest(*found: tuple[Category, float]) -> dict[Category, float]:
    """Several of a vendor's categories may be one of ours: the highest score counts."""
    scores: dict[Category, float] = {}
    for category, score in found:
        scores[category] = max(scores.get(category, 0.0), score)
    return scores


def as_score(value: Any, *, most: float = 1.0) -> float:
    """What a vendor calls a score, of `most`. Raises PROVIDER_UNAVAILABLE for what is none: nothing passes by it."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:  # so is not a number
        raise no_verdict(f"{value!r:.40} is no score")
    return value / most


def no_verdict(note: str) -> StoryforgeError:
    return StoryforgeError(Code.PROVIDER_UNAVAILABLE, f"no verdict: {note}", kind=Kind.RETRYABLE)


def _outcome_at(score: float, block: float) -> Outcome:
    return Outcome.BLOCK if score >= block else Outcome.REVIEW
