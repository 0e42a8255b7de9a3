"""What safety keeps of a person: verdicts. What waits for staff is for staff, and goes with the person too."""

from storyforge_site.accounts.belongings import Belongings, Table
from storyforge_site.safety.evidence import BEGINNING
from storyforge_site.safety.models import ModerationVerdict

_FOR_STAFF = ("mark", "kept_text", "picture_key", "decided_by")

BELONGINGS = Belongings(
    app="safety",
    tables={"verdicts": Table(lambda user: ModerationVerdict.objects.owned_by(user), _FOR_STAFF)},
    workings=(BEGINNING,),
)
