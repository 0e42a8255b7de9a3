"""Nothing is kept, or shown to a model, that is not fit for a child. Unsure is no."""

from collections.abc import Iterable

from storyforge_site.lib.choices import AgeBand
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.providers import registry, spending
from storyforge_site.providers.contracts import Outcome
from storyforge_site.safety.models import What
from storyforge_site.safety.verdicts import Judged, require_pass, settled


def require_fit(texts: Iterable[str], language: str, *, user_id: str, target_age: str = AgeBand.TODDLER) -> None:
    """Raises SAFETY_INPUT. A character may be in a book for any age, so the youngest counts. Asks over the network."""
    said = "\n".join(filter(None, texts))
    if said:
        verdict = spending.check_text(said, language=language, target_age=target_age, user_id=user_id)
        judged = Judged(user_id, What.CHARACTER, target_age, language, text=said)
        require_pass(settled(judged, verdict), Code.SAFETY_INPUT)


def require_fit_photo(jpeg: bytes, *, user_id: str) -> None:
    """Raises SAFETY_INPUT. Without a moderator that sees nobody looks: only words come of a photo, which are read."""
    if registry.moderator().sees_pictures:
        verdict = spending.check_photo(jpeg, target_age=AgeBand.TODDLER, user_id=user_id)
        settled(Judged(user_id, What.PHOTO, AgeBand.TODDLER), verdict)
        if verdict.outcome is not Outcome.PASS:  # nobody will look: a photo is never kept
            raise StoryforgeError(Code.SAFETY_INPUT, f"a photo: {verdict.outcome} by {verdict.usage.provider}")
