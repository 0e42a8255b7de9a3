"""How often a phone may ask how its book is getting on, against the least that a view with a query costs here.

Both are asked of one gunicorn, in turns, through the same middleware, and as hard as its processors can: so the ratio
is that of the processor time of a whole request. The bare view (`bare_urls.py`) finds the same row by its key, asks
for no token, counts nobody's requests and says three words. Limits are on, as they are for families, and out of reach.
"""

import statistics
from collections.abc import Iterator

from benchmarks import house, load
from benchmarks.figures import Bound, Figure
from books.models import ImagePrompt, Job, JobStatus, StoryDraft
from books.prompts import story as story_prompt
from books.tests.factories import a_book, a_job, a_spec
from storyforge_site.accounts import tokens
from storyforge_site.accounts.models import User
from storyforge_site.providers import registry

CLIENTS = 8
_ROUNDS, _SECONDS, _WARM_UP = 5, 3, 2
_PAGES, _PAINTED = 8, 4


def measure() -> Iterator[Figure]:
    user = User.objects.create_user("alice@example.org", None)
    job = _half_done(user)
    bearer = {"Authorization": f"Bearer {tokens.sign_in(user)['access_token']}"}
    asked = {"status": load.request("GET", f"/v1/books/{job.pk}", headers=bearer)}
    asked["bare"] = load.request("GET", f"/bare/{job.pk}")
    per_second: dict[str, list[float]] = {name: [] for name in asked}
    limits = {"RATELIMIT_ENABLE": "true", "RATE_API": "1000000000/m"}
    with house.web(DJANGO_SETTINGS_MODULE="benchmarks.bare_settings", **limits) as address:
        for request in asked.values():
            _run(address, request, _WARM_UP)
        for _round in range(_ROUNDS):
            for name, request in asked.items():
                per_second[name].append(_run(address, request, _SECONDS))
    status, bare = (statistics.median(per_second[name]) for name in ("status", "bare"))
    against = "a bare Django view with one indexed query, same server"
    yield Figure("Job status", status, "requests/s", bare, against, Bound(0.6, at_least=True))


def _run(address: str, request: bytes, seconds: float) -> float:
    return load.run(address, lambda _client: request, status=200, clients=CLIENTS, seconds=seconds).per_second


def _half_done(user: User) -> Job:
    """Its story is there, and half of its pictures."""
    spec = a_spec(page_count=_PAGES)
    job = a_job(a_book(user, pages=0, published_at=None), spec=spec.as_dict(), status=JobStatus.RUNNING, progress=60)
    told = registry.story_model().complete_json(story_prompt.build(spec, seed=7)).data
    StoryDraft.objects.create(job=job, story=told, provider="offline", model="m")
    for number, page in enumerate([told["cover"], *told["pages"]]):
        key = f"users/{user.pk}/books/{job.book_id}/page-{number:02d}.jpg" if number <= _PAINTED else ""
        ImagePrompt.objects.create(
            job=job,
            page_number=number,
            prompt="A fox under a tree, in watercolours. " * 20,
            scene=page["scene"],
            seed=number,
            alt_text=page["alt_text"],
            image_key=key,
        )
    return job
