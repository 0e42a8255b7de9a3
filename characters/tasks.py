"""What the queue calls. Each takes one key and returns nothing."""

from characters import portraits, services
from characters.models import Character


def paint_portrait(character_id: str) -> None:
    character = Character.objects.filter(pk=character_id).first()
    if character:
        portraits.keep(character)


def empty_wastebasket(asked_by: str) -> None:
    services.empty_wastebasket()
