"""A whole site of its own, served as in production: gunicorn, compressed files, DEBUG=false, and a worker."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from books.tests.chaos.servers import redis
from storyforge_site.tests.served import in_production, manage, prepare, served

_MOVE_IN = "from storyforge_site.tests.browser.family import move_in; move_in()"


@dataclass(frozen=True, slots=True)
class House:
    """Where it stands, whose sessions are open (by name), and the ids of what is in it (by name)."""

    url: str
    sessions: dict[str, str]
    places: dict[str, str]


@contextmanager
def house(folder: Path) -> Iterator[House]:
    """With the family of `family.py` in it; ends with the block."""
    with redis() as cache:
        environment = in_production(folder, REDIS_URL=cache.url)
        prepare(environment)
        said = json.loads(manage("shell", "--no-imports", "--verbosity", "0", "-c", _MOVE_IN, **environment))
        with served(environment) as url:
            yield House(url=url, **said)


def as_cookie(house: House, who: str) -> Any:
    return {"name": settings.SESSION_COOKIE_NAME, "value": house.sessions[who], "url": house.url}
