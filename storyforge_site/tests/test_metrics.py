"""What Prometheus reads, and who else may."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from rest_framework.test import APIClient

from books.models import Scope, Spending
from books.pipeline import runner
from books.tests.chaos.servers import answers, free_port
from books.tests.factories import a_book, a_job, wish
from books.tests.processes import wait_until, worker
from storyforge_site.accounts.models import User
from storyforge_site.lib.breaker import Breaker
from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.http import Endpoint
from storyforge_site.models import QUEUE, Pulse
from storyforge_site.tests.vendor import Answer, vendor

pytestmark = pytest.mark.django_db

ANSWERS = "storyforge_provider_answers_total"
IMPORTS = "import contextlib; from prometheus_client import generate_latest; from storyforge_site.lib import meters\n"


def read(client: Client, **headers: str) -> dict[tuple[str, ...], float]:
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


def test_the_numbers_are_those_of_the_house(client: Client, alice: User, settings: Any) -> None:
    settings.LLM_PROVIDER = ["openai", "offline"]
    a_job(a_book(alice))
    Spending.objects.all().add(Scope.SITE, "", 2_500_000, day=now().date(), cap=10_000_000)
    Breaker("text:openai").failed(for_good=True)
    Pulse.objects.beat(QUEUE)

    found = read(client)

    assert found["storyforge_jobs", "book", "queued"] == 1
    assert found["storyforge_oldest_job_seconds",] >= 0
    assert found["storyforge_spent_today_dollars",] == 2.5
    assert (found["storyforge_provider_open", "text", "openai"], found["storyforge_queue_alive",]) == (1, 1)
    assert found["storyforge_provider_open", "text", "offline"] == 0
    assert found["storyforge_queue_tasks",] == 0


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "a-token"}])
def test_with_a_token_nobody_else_sees_them(client: Client, settings: Any, headers: dict[str, str]) -> None:
    settings.METRICS_TOKEN = "a-token"

    assert client.get("/metrics", headers=headers).status_code == 404
    assert read(client, Authorization="Bearer a-token")


def test_without_one_only_this_machine_does(client: Client) -> None:
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.7").status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 404


def test_what_vendors_answered_and_how_long_they_took(client: Client) -> None:
    before = read(client)
    with vendor(lambda asked, before: Answer({}) if before else Answer(status=429)) as house:
        endpoint = Endpoint("text:measured", house.url, {}, 5.0, Code.LLM_TIMEOUT, Code.LLM_JSON_INVALID)
        with pytest.raises(StoryforgeError):
            endpoint.post("/x", {})
        endpoint.post("/x", {})

    after = read(client)
    counted = {key[1]: after[key] for key in after if (key[0], key[-1]) == (ANSWERS, "text:measured")}
    assert counted == {"LLM_JSON_INVALID": 1, "ok": 1}
    assert after["storyforge_provider_seconds_count", "text:measured"] == 2
    assert ("storyforge_provider_seconds_count", "text:measured") not in before


def test_processes_are_added_up(tmp_path: Path) -> None:
    """Two that asked, and a third that is asked for the sum."""
    ask = "with contextlib.suppress(ZeroDivisionError), meters.exchange('text:sum'): {}"
    for what in ("pass", "1 / 0"):
        in_a_process_of_its_own(ask.format(what), tmp_path)

    said = in_a_process_of_its_own("print(generate_latest(meters.registry()).decode())", tmp_path)

    assert 'storyforge_provider_seconds_count{provider="text:sum"} 2.0' in said
    assert 'storyforge_provider_answers_total{outcome="ok",provider="text:sum"} 1.0' in said
    assert 'storyforge_provider_answers_total{outcome="lost",provider="text:sum"} 1.0' in said


def in_a_process_of_its_own(code: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS + code],
        env={**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(folder)},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_web_that_ends_takes_its_counts_along(tmp_path: Path) -> None:
    port = free_port()
    web = ("-m", "gunicorn", "storyforge_site.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "1")
    with worker(*web, TMPDIR=str(tmp_path)):
        wait_until(lambda: answers(port))
        counted_in = [folder.name.rpartition("-")[0] for folder in tmp_path.iterdir()]

    assert counted_in == ["storyforge-counts"]
    assert list(tmp_path.iterdir()) == []


def test_what_was_asked_how_long_steps_took_and_what_credits_did(
    client: Client, as_alice: APIClient, django_capture_on_commit_callbacks: Any
) -> None:
    before = read(client)
    with django_capture_on_commit_callbacks(execute=True):
        job = as_alice.post("/v1/books", wish(page_count=4), format="json").json()["job_id"]
    with django_capture_on_commit_callbacks(execute=True):
        runner.advance(job)

    after = read(client)

    def more(*key: str) -> float:
        return after.get(key, 0) - before.get(key, 0)

    assert more("storyforge_request_seconds_count", "POST", "v1/books", "202") == 1
    assert more("storyforge_step_seconds_count", "book", "ok", "story") == 1
    assert more("storyforge_credits_moved_total", "reserve") == 1
