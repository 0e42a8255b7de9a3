"""What characters keeps of a person: the heroes."""

from characters.models import Character
from storyforge_site.accounts.belongings import Belongings, Table

BELONGINGS = Belongings(
    app="characters",
    tables={"characters": Table(lambda user: Character.objects.filter(user=user))},  # also in the wastebasket
)
