"""Who may do what: every endpoint × everybody who might ask.

The endpoints come from the URL configuration, so one without a row here fails. A row says what the owner gets; what
everybody else gets follows from whether it is theirs, everybody's or the owner's alone.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse
from rest_framework.test import APIClient

from books import sharing, storage
from books.models import Job, JobKind, PageVersion, StudioStory
from books.tests.factories import a_book, a_job, a_spec, wish
from characters.models import Character
from storyforge_site.accounts.models import User
from storyforge_site.tests.endpoints import endpoints as every_endpoint
from storyforge_site.tests.speaking import tone

pytestmark = pytest.mark.django_db

NOBODY, GUEST, OWNER, OTHER = "nobody", "guest", "owner", "other user"
STAFF_WITHOUT, STAFF = "staff without permission", "staff"
EVERYBODY = (NOBODY, GUEST, OWNER, OTHER, STAFF_WITHOUT, STAFF)
ONES_OWN, FOR_ALL, ANYBODYS = "on one's own account", "open to all", "the owner's alone"


@dataclass(frozen=True, slots=True)
class Row:
    whose: str
    status: int  # for those who may
    body: dict[str, Any] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    may_be_shared: bool = False  # a stranger is not asked to sign in for what may be everybody's
    named: dict[str, str] = field(default_factory=dict)  # path arguments that this row takes from elsewhere

    def expected(self, who: str) -> int:
        if self.whose == FOR_ALL:
            return self.status
        if who == NOBODY:
            return 404 if self.may_be_shared else 401
        return self.status if self.whose == ONES_OWN or who == OWNER else 404


@dataclass(frozen=True, slots=True)
class Taken:
    """In a body: an id of the owner's world."""

    key: str


TEXT = {"userPrompt": "a fox"}
BLUEPRINT = {"sourceBlueprint": {"title": "t"}, "chapterCount": 1}
READ = {"book_id": Taken("book_id"), "reading_time": 5, "completed": False}
STORY = {"id": "new"}
SERIES = {"character_id": Taken("character_id"), "topic": "A fox", "target_age": "5-7", "style": "cartoon"}

CHARACTER = {"name": "Momo", "master_description": "a small green dragon", "personality_traits": ["shy"]}

ROWS: dict[str, Row] = {
    "POST api-guest": Row(FOR_ALL, 201),
    "POST api-upgrade": Row(ONES_OWN, 422, {"email": "new@example.org", "password": "short"}),
    "GET api-me": Row(ONES_OWN, 200),
    "PATCH api-me": Row(ONES_OWN, 200, {"language": "ko"}),
    "DELETE api-me": Row(ONES_OWN, 204),
    "GET api-export": Row(ONES_OWN, 200),
    "POST api-books": Row(ONES_OWN, 202, wish()),
    "POST api-series": Row(ANYBODYS, 202, SERIES),
    "GET api-job": Row(ANYBODYS, 200),
    "GET api-job-events": Row(ANYBODYS, 200),
    "POST api-cancel": Row(ANYBODYS, 202),
    "GET api-book-detail": Row(ANYBODYS, 200, may_be_shared=True),
    "GET api-book-pdf": Row(ANYBODYS, 200, may_be_shared=True),
    "POST api-read-aloud": Row(ANYBODYS, 202),
    "GET api-page-audio": Row(ANYBODYS, 200, may_be_shared=True),
    "GET api-book-epub": Row(ANYBODYS, 200, may_be_shared=True),
    "GET api-editions": Row(ANYBODYS, 200),
    "POST api-editions": Row(ANYBODYS, 202, {"edition": "print"}),
    "POST api-share": Row(ANYBODYS, 201),
    "POST api-share-revoke": Row(ANYBODYS, 204),
    "POST api-retell": Row(ANYBODYS, 202, {"target_age": "3-5"}),
    "POST api-regenerate-page": Row(ANYBODYS, 202, {"mode": "text"}),
    "GET api-page-versions": Row(ANYBODYS, 200),
    "POST api-restore-version": Row(ANYBODYS, 204),
    "GET api-characters": Row(ONES_OWN, 200),
    "POST api-characters": Row(ONES_OWN, 201, CHARACTER),
    "GET api-character": Row(ANYBODYS, 200),
    "PATCH api-character": Row(ANYBODYS, 200, {"name": "Nana"}),
    "DELETE api-character": Row(ANYBODYS, 204),
    "GET api-character-presets": Row(ONES_OWN, 200),
    "POST api-character-from-preset": Row(ONES_OWN, 404, {"preset_id": "nobody"}),
    "POST api-character-from-text": Row(ONES_OWN, 201, {"description": "a small green dragon with a red scarf"}),
    "GET api-character-from-photo": Row(ONES_OWN, 200),
    "POST api-character-from-photo": Row(ONES_OWN, 422),
    "GET api-library": Row(ONES_OWN, 200),
    "PATCH api-shelf-book": Row(ANYBODYS, 200, {"favorite": True}),
    "DELETE api-shelf-book": Row(ANYBODYS, 204),
    "GET api-credits-status": Row(ONES_OWN, 200),
    "GET api-credits-balance": Row(ONES_OWN, 200),
    "GET api-credits-transactions": Row(ONES_OWN, 200),
    "GET api-credits-check": Row(ONES_OWN, 200),
    "POST api-credits-subscribe": Row(ONES_OWN, 403, {"plan": "basic"}),
    "POST api-credits-add": Row(ONES_OWN, 403, {"amount": 1, "transaction_id": "t"}),
    "POST api-credits-cancel-subscription": Row(ONES_OWN, 200),
    "GET api-streak-info": Row(ONES_OWN, 200),
    "GET api-streak-today": Row(ONES_OWN, 200),
    "POST api-streak-generate": Row(ONES_OWN, 202),
    "POST api-streak-read": Row(ANYBODYS, 200, READ),
    "GET api-streak-history": Row(ONES_OWN, 200),
    "GET api-streak-themes": Row(ONES_OWN, 200),
    "GET api-streak-calendar": Row(ONES_OWN, 200, query={"year": "2026", "month": "11"}),
    "POST api-studio-text": Row(ONES_OWN, 202, TEXT),
    "POST api-studio-imagen": Row(ONES_OWN, 202, {"prompt": "a fox"}),
    "POST api-studio-sequel": Row(ONES_OWN, 202, BLUEPRINT),
    "GET api-studio-job": Row(ANYBODYS, 200, named={"job_id": "studio_job_id"}),
    "POST api-studio-cancel": Row(ANYBODYS, 202, named={"job_id": "studio_job_id"}),
    "GET api-studio-stories": Row(ONES_OWN, 200),
    "POST api-studio-stories": Row(ONES_OWN, 200, STORY),
    "GET api-studio-story": Row(ANYBODYS, 200),
    "DELETE api-studio-story": Row(ANYBODYS, 204),
}


def endpoints() -> Iterator[str]:
    """ "GET api-job", … for every view of ours behind the API's addresses."""
    return (f"{each.method} {each.name}" for each in every_endpoint() if each.documented)


def test_every_endpoint_has_its_row() -> None:
    assert sorted(endpoints()) == sorted(ROWS)


@pytest.fixture
def people(db: None) -> dict[str, User | None]:
    def person(name: str, **fields: Any) -> User:
        return User.objects.create_user(f"{name}@example.org", "a-long-password", **fields)

    return {
        NOBODY: None,
        GUEST: User.objects.create(is_guest=True),
        OWNER: person("owner"),
        OTHER: person("other"),
        STAFF_WITHOUT: person("helper", is_staff=True),
        STAFF: person("root", is_staff=True, is_superuser=True),
    }


@pytest.fixture
def world(people: dict[str, User | None]) -> dict[str, Any]:
    """One of everything, the owner's."""
    owner = people[OWNER]
    assert owner is not None
    book = a_book(owner, character=Character.objects.create(user=owner, name="Momo"))
    job = a_job(book, finished=True, spec=a_spec(page_count=4).as_dict())
    page = book.pages.get(page_number=1)
    page.audio_key = storage.store("spoken.mp3", tone("swim"))
    page.save()
    sharing.share_book(book)
    return {
        "book_id": book.pk,
        "job_id": job.pk,
        "page_number": 1,
        "version_id": PageVersion.of(page).pk,
        "character_id": book.character_id,
        "studio_job_id": Job.objects.create(user=owner, kind=JobKind.TEXT, seed=1, spec={}).pk,
        "story_id": StudioStory.objects.create(user=owner, client_id="s-1").client_id,
    }


@pytest.mark.parametrize("name", ROWS)
def test_everybody_gets_what_is_theirs_and_no_more(
    name: str, people: dict[str, User | None], world: dict[str, Any]
) -> None:
    method, view = name.split()
    row = ROWS[name]
    got = {who: _asked(method, view, row, person, world) for who, person in people.items()}

    assert got == {who: row.expected(who) for who in EVERYBODY}


def _asked(method: str, view: str, row: Row, person: User | None, world: dict[str, Any]) -> int:
    """The status; whatever was changed is put back."""
    client = APIClient()
    client.force_authenticate(person)
    body = {key: world[value.key] if isinstance(value, Taken) else value for key, value in row.body.items()}
    with transaction.atomic():
        address = f"{_address(view, row, world)}?{urlencode(row.query)}"
        answer = client.generic(method, address, **_as_json(body, method))
        transaction.set_rollback(True)
    return int(answer.status_code)


def _address(view: str, row: Row, world: dict[str, Any]) -> str:
    pattern = get_resolver().reverse_dict.getlist(view)[0][0][0]
    arguments = {name: world[row.named.get(name, name)] for name in pattern[1]}
    return reverse(view, kwargs=arguments)


def _as_json(body: dict[str, Any], method: str) -> dict[str, Any]:
    if method in ("GET", "DELETE"):
        return {}
    return {"data": json.dumps(body), "content_type": "application/json"}
