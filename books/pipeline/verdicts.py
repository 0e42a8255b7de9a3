"""A moderator's verdict as it is saved, and what an unfavourable one does."""

from typing import Any

from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.providers.contracts import Outcome, Verdict


def as_record(verdict: Verdict) -> dict[str, Any]:
    return {
        "outcome": str(verdict.outcome),
        "categories": dict(verdict.categories),
        "policy": verdict.policy,
        "provider": verdict.usage.provider,
        "model": verdict.usage.model,
    }


def require_pass(verdict: Verdict, code: Code) -> None:
    """Fail closed: unsure is no."""
    if verdict.outcome is not Outcome.PASS:
        found = ", ".join(sorted(verdict.categories))
        raise StoryforgeError(code, f"{verdict.outcome} by {verdict.usage.provider}: {found}")
