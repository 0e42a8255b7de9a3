"""`scripts/smoke` drives whole sites: one server with all that a fleet has, and a laptop's."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3
import pytest
from django.conf import settings
from moto.server import ThreadedMotoServer

from books.tests.chaos.servers import free_port, postgres, redis
from books.tests.processes import WATCHDOG, worker
from storyforge_site.tests.served import in_production, prepare, served, smoke

pytestmark = pytest.mark.heavy  # databases of its own, so once is enough

BUCKET = {"S3_BUCKET": "storyforge", "S3_ACCESS_KEY": "key", "S3_SECRET_KEY": "secret"}


@contextmanager
def store() -> Iterator[str]:
    """An S3 of a test's own, with our bucket in it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=free_port(), verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    try:
        names = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "us-east-1"}
        boto3.client("s3", endpoint_url=endpoint, **names).create_bucket(Bucket=BUCKET["S3_BUCKET"])
        yield endpoint
    finally:
        server.stop()


def test_a_fleets_site_works(tmp_path: Path) -> None:
    with postgres() as database, redis() as cache, store() as s3:
        environment = in_production(
            tmp_path,
            DATABASE_URL=database.url,
            REDIS_URL=cache.url,
            METRICS_TOKEN="a-token-for-figures",
            S3_ENDPOINT=s3,
            **BUCKET,
        )
        prepare(environment)
        with worker(*WATCHDOG, **environment), served(environment) as url:
            said = smoke(url, "--metrics-token", "a-token-for-figures")
        left = boto3.client("s3", endpoint_url=s3, aws_access_key_id="key", aws_secret_access_key="secret")
        files = left.list_objects_v2(Bucket=BUCKET["S3_BUCKET"]).get("Contents", [])

    assert "The site works." in said
    assert "everything of the guest's was erased" in said
    assert [file["Key"] for file in files if not file["Key"].startswith("health")] == []


def test_a_site_that_does_not_work_is_named(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "scripts/smoke", f"http://127.0.0.1:{free_port()}"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.startswith("FAILED  GET /health/live")
