"""A vendor browns out for a fleet: few calls go out before the breaker opens, whoever makes them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from books.tests.chaos.servers import redis
from storyforge_site.tests.vendor import Answer, vendor

pytestmark = pytest.mark.slow

_ASKS = """
import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storyforge_site.settings")
import django
django.setup()
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.http import Endpoint

house = Endpoint("pictures:test", sys.argv[1], {}, 5.0, Code.IMAGE_TIMEOUT, Code.IMAGE_FAILED)
for _call in range(50):
    try:
        house.post("/x", {})
    except StoryforgeError:
        pass
"""


def test_four_processes_learn_it_from_ten_calls() -> None:
    with redis() as server, vendor(lambda asked, before: Answer(status=503, delay=0.02)) as house:
        environment = {**os.environ, "REDIS_URL": server.url, "BREAKER_PROBE_SECONDS": "60"}
        command = [sys.executable, "-c", _ASKS, house.url]
        asking = [subprocess.Popen(command, cwd=Path(settings.BASE_DIR), env=environment) for _process in range(4)]
        assert [process.wait(timeout=60) for process in asking] == [0, 0, 0, 0]

    assert 8 <= len(house.asked) <= 10 + 3  # three may have been on their way
