"""What an operator sees of a site that runs: one trace of a book, figures of several processes, ids on every line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from books.tests.chaos.servers import redis
from books.tests.factories import wish
from books.tests.processes import wait_until
from books.tests.street import KEYS, Everybody
from storyforge_site.tests.collector import Span, collector
from storyforge_site.tests.served import in_production, prepare, served
from storyforge_site.tests.vendor import vendor

pytestmark = pytest.mark.heavy  # databases of its own, so once is enough

TOKEN = "a-token-for-figures"


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    with redis() as cache:
        yield in_production(tmp_path, REDIS_URL=cache.url, METRICS_TOKEN=TOKEN, WEB_WORKERS="3")


def order(site: httpx.Client) -> str:
    guest = site.post("/v1/auth/guest", json={}).json()
    site.headers["Authorization"] = f"Bearer {guest['access_token']}"
    answer = site.post("/v1/books", json=wish(page_count=4), headers={"X-Request-ID": "the-request-of-a-book"})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["job_id"])


def status(site: httpx.Client, job: str) -> str:
    return str(site.get(f"/v1/books/{job}").json()["status"])


def test_a_book_is_one_trace_from_the_request_to_the_last_vendor(environment: dict[str, str]) -> None:
    with vendor(Everybody()) as street, collector() as watched:
        environment |= {
            "OTEL_EXPORTER_OTLP_ENDPOINT": watched.url,
            "OTEL_BSP_SCHEDULE_DELAY": "200",
            **dict.fromkeys(("LLM_PROVIDER", "IMAGE_PROVIDER", "MODERATION_PROVIDER"), "openai"),
            **dict.fromkeys(("LLM_BASE_URL", "IMAGE_BASE_URL", "MODERATION_BASE_URL"), street.url),
            **KEYS,
            "MODERATION_API_KEY": KEYS["LLM_API_KEY"],
            "LLM_MODEL": "gpt-5-mini",
            "IMAGE_MODEL": "gpt-image-1-mini",
        }
        prepare(environment)
        with served(environment) as url, httpx.Client(base_url=url, timeout=30) as site:
            job = order(site)
            wait_until(lambda: status(site, job) == "done")
            wait_until(lambda: any(span.name == "step package" for span in watched.spans()))
            wait_until(lambda: any(span.name == "POST v1/books" for span in watched.spans()))
        spans = watched.spans()

    ordered = next(span for span in spans if span.name == "POST v1/books")
    book = [span for span in spans if span.trace == ordered.trace]
    named = {span.name for span in book}
    assert {"walk book", "step story", "step images", "step package"} <= named
    assert {"ask text:openai", "ask pictures:openai", "ask moderation:openai"} <= named
    assert {ancestor(span, book) for span in book} == {ordered.name}
    assert {span.name for span in spans if span.name.startswith(("ask", "walk", "step"))} <= named


def ancestor(span: Span, book: list[Span]) -> str:
    by_identity = {one.identity: one for one in book}
    while span.parent in by_identity:
        span = by_identity[span.parent]
    return span.name


def test_figures_of_several_processes_add_up(environment: dict[str, str]) -> None:
    prepare(environment)
    asked = 60
    with served(environment) as url:
        for _each in range(asked):  # each on a connection of its own, so that each process gets some
            assert httpx.get(f"{url}/v1/characters/presets").status_code == 401
        seen = {figure(url) for _each in range(9)}

    assert seen == {asked}


def figure(url: str) -> float:
    answer = httpx.get(f"{url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    families = text_string_to_metric_families(answer.text)
    return sum(
        sample.value
        for family in families
        for sample in family.samples
        if sample.name == "storyforge_request_seconds_count" and sample.labels["route"] == "v1/characters/presets"
    )


def test_lines_of_a_worker_bear_the_request_and_the_job(environment: dict[str, str], capfd: Any) -> None:
    environment |= {"LOG_LEVEL": "INFO", "JOB_MAX_ATTEMPTS": "1", "LLM_PROVIDER": "openai", "LLM_API_KEY": "sk-nobody"}
    environment |= {"LLM_BASE_URL": "http://127.0.0.1:9/v1", "LLM_MODEL": "m", "MODERATION_PROVIDER": "rules"}
    prepare(environment)
    capfd.readouterr()
    with served(environment) as url, httpx.Client(base_url=url, timeout=30) as site:
        job = order(site)
        wait_until(lambda: status(site, job) == "failed")

    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    of_the_job = [line for line in lines if line.get("job_id") == job]
    assert of_the_job
    assert {line["request_id"] for line in of_the_job} == {"the-request-of-a-book"}
    assert all({"event", "level", "logger", "timestamp"} <= set(line) for line in lines)
