"""Nothing is kept, or shown to a model, that is not fit for a child. Unsure is no."""

from collections.abc import Iterable

from storyforge_site.lib.choices import AgeBand
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.providers import registry
from storyforge_site.providers.contracts import Outcome, Verdict


def require_fit(texts: Iterable[str], language: str) -> None:
    """Raises SAFETY_INPUT. A character may be in a book for any age, so the youngest counts. Asks over the network."""
    said = "\n".join(filter(None, texts))
    if said:
        _require_pass(registry.moderator().check_text(said, language=language, target_age=AgeBand.TODDLER))


def require_fit_photo(jpeg: bytes) -> None:
    """Raises SAFETY_INPUT. Without a moderator that sees nobody looks: only words come of a photo, which are read."""
    moderator = registry.moderator()
    if moderator.sees_pictures:
        _require_pass(moderator.check_image(jpeg, target_age=AgeBand.TODDLER, drawn_from_closed_vocabulary=False))


def _require_pass(verdict: Verdict) -> None:
    if verdict.outcome is not Outcome.PASS:
        found = ", ".join(sorted(verdict.categories))
        raise StoryforgeError(Code.SAFETY_INPUT, f"{verdict.outcome} by {verdict.usage.provider}: {found}")
