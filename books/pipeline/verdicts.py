"""A moderator's verdict as it is saved with what it is on."""

from typing import Any

from storyforge_site.providers.contracts import Verdict


def as_record(verdict: Verdict) -> dict[str, Any]:
    return {
        "outcome": str(verdict.outcome),
        "categories": dict(verdict.categories),
        "policy": verdict.policy,
        "provider": verdict.usage.provider,
        "model": verdict.usage.model,
    }
