"""What an app does first, with nothing but the generated client: python order_book.py http://127.0.0.1:8000"""

import json
import sys
from typing import TypeVar

from storyforge_client import AuthenticatedClient, Client
from storyforge_client.api.auth import auth_guest
from storyforge_client.api.books import books_create, books_status
from storyforge_client.api.characters import characters_create, characters_list
from storyforge_client.api.credits_ import credits_status
from storyforge_client.api.library import library_list
from storyforge_client.models import (
    BookRequest,
    CharacterRequest,
    GuestRequest,
    Problem,
)

Answer = TypeVar("Answer")


def taken(answer: Answer | Problem | None) -> Answer:
    if answer is None or isinstance(answer, Problem):
        raise SystemExit(f"{answer}")
    return answer


def code(answer: object) -> str:
    return answer.code if isinstance(answer, Problem) else "no problem"


def fields(answer: object) -> list[str]:
    return [each.field for each in answer.errors or []] if isinstance(answer, Problem) else []


def wish(topic: str, hero: str) -> BookRequest:
    return BookRequest(topic=topic, target_age="5-7", style="watercolor", character_id=hero)


def main(address: str) -> None:
    guest = taken(auth_guest.sync(client=Client(address), body=GuestRequest(language="en")))
    client = AuthenticatedClient(address, token=guest.access_token)
    described = CharacterRequest("Ember", "a small green dragon with a blue scarf", ["shy"])
    hero = taken(characters_create.sync(client=client, body=described))
    topic = "A shy dragon learns to swim"
    begun = taken(books_create.sync(client=client, body=wish(topic, hero.character_id), idempotency_key="first-tap"))
    job = taken(books_status.sync(begun.job_id, client=client))
    heroes = taken(characters_list.sync(client=client, limit=5))
    shelf = taken(library_list.sync(client=client))
    account = taken(credits_status.sync(client=client))
    missing = books_status.sync("job_nobody", client=client)
    refused = books_create.sync(client=client, body=wish("", hero.character_id))
    seen = {
        "is_guest": guest.user.is_guest,
        "status": job.status,
        "heroes": [each.name for each in heroes.characters],
        "books_on_shelf": shelf.total,
        "credits_left": account.credits_.credits_,
        "missing": code(missing),
        "refused": fields(refused),
    }
    sys.stdout.write(json.dumps(seen))


if __name__ == "__main__":
    main(sys.argv[1])
