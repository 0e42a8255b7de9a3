"""The only writers of characters."""

import tomllib
from pathlib import Path

from django.db import transaction

from characters.models import Character
from storyforge_site.accounts.models import User
from storyforge_site.lib.choices import Gender

_PRESETS = Path(__file__).parent / "presets.toml"


@transaction.atomic
def load_presets() -> int:
    """Bring the house's preset heroes into the database; how many there are. Running it again changes nothing."""
    with _PRESETS.open("rb") as file:
        presets = tomllib.load(file)
    house = User.objects.house()
    for key, preset in presets.items():
        Character.objects.update_or_create(
            preset_key=key,
            defaults={
                "user": house,
                "name": preset["names"]["en"],
                "names": preset["names"],
                "kind": preset["kind"],
                "gender": preset.get("gender", Gender.NEUTRAL),
                "master_description": preset["looks"],
                "personality_traits": preset["personality"],
            },
        )
    return len(presets)
