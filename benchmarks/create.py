"""How long an order takes, and how soon a worker comes for it.

32 families order on PostgreSQL, each with keys and credits of its own: by chance about once a second each, which is
six times what `RATE_GENERATE` lets one do, then as fast as they are answered. The second says what the machine can
take and is for reading: with 32 always waiting, a time is 32 divided by the throughput. gunicorn, PostgreSQL, Redis
and the clients share the processors. Limits are on, as they are for families, and out of reach.

From queue to start counts from when the row was written, a little before it was committed, to the worker's claim, by
one clock. The worker's hands are free: about four orders a second come, and each wish is one that our own rules refuse.
"""

import json
import secrets
from collections.abc import Iterator

from benchmarks import house, load, machine
from benchmarks.figures import Bound, Figure
from books.models import Job
from books.tests.factories import wish
from books.tests.processes import wait_until
from credits import services as credits
from storyforge_site.accounts import tokens
from storyforge_site.accounts.models import User

CLIENTS = 32
_EVERY, _SECONDS, _WARM_UP = 1.0, 20, 4
_EVERY_WITH_WORKER, _SECONDS_WITH_WORKER = 8.0, 24
_HARMLESS, _REFUSED = "A shy dragon learns to swim", "a murderer in the woods"


def measure() -> Iterator[Figure]:
    families = [_family(number) for number in range(CLIENTS)]
    with house.web(RATELIMIT_ENABLE="true", RATE_GENERATE="1000000000/m") as address:
        _order(address, families, _WARM_UP)
        offered = f"{CLIENTS / _EVERY:.0f} orders/s offered"
        yield from _answered(_order(address, families, _SECONDS, every=_EVERY), offered, Bound(100, of_value=True))
        yield from _answered(_order(address, families, _SECONDS), "as fast as they are answered", None)
        Job.objects.all().delete()
        with house.cluster(workers=2):
            yield from _started(address, families)


def _answered(orders: load.Load, how: str, must: Bound | None) -> Iterator[Figure]:
    what, yardstick = f"Create, {CLIENTS} clients, {how} ({orders.per_second:.0f}/s answered)", machine.yardstick()
    for percent, bound in ((50, None), (99, must)):
        took = orders.quantile(percent) * 1000
        yield Figure(f"{what}: p{percent}", took, "ms", yardstick * 1000, "the yardstick", bound)


def _started(address: str, families: list[str]) -> Iterator[Figure]:
    _order(address, families, 1, topic=_REFUSED)
    _wait_until_all_have_ended()  # so the workers are up
    Job.objects.all().delete()
    orders = _order(address, families, _SECONDS_WITH_WORKER, every=_EVERY_WITH_WORKER, topic=_REFUSED)
    _wait_until_all_have_ended()
    moments = Job.objects.values_list("created_at", "started_at")
    waited = [(started - created).total_seconds() for created, started in moments if started]
    what, yardstick = f"Queue to start, {orders.per_second:.1f} orders/s", machine.yardstick()
    for percent, must in ((50, None), (95, Bound(0.3, of_value=True))):
        yield Figure(f"{what}: p{percent}", load.quantile(waited, percent), "s", yardstick, "the yardstick", must)


def _order(address: str, families: list[str], seconds: float, *, every: float = 0, topic: str = _HARMLESS) -> load.Load:
    body = json.dumps(wish(topic=topic)).encode()

    def ask(client: int) -> bytes:
        said = {"Authorization": f"Bearer {families[client]}", "Idempotency-Key": secrets.token_hex(16)}
        return load.request("POST", "/v1/books", headers=said, body=body)

    return load.run(address, ask, status=202, clients=len(families), seconds=seconds, every=every)


def _wait_until_all_have_ended() -> None:
    wait_until(lambda: not Job.objects.all().open().exists())


def _family(number: int) -> str:
    """Its access token."""
    user = User.objects.create_user(f"family-{number}@example.org", None)
    credits.bonus(user, 100_000, reference=f"bench-{number}", description="")
    return str(tokens.sign_in(user)["access_token"])
