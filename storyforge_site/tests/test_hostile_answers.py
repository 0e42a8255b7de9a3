"""Answers made to fill the memory are refused in little of it. Each in a process of its own, which is measured."""

import gzip
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from characters.tests.factories import bomb_of_pixels
from storyforge_site.tests.vendor import Answer, vendor

_MEASURED = """
import os, resource, sys, time
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storyforge_site.settings")
import django
django.setup()
from books.exports.pictures import clean_picture
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.http import Endpoint

def rss():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

url, kind = sys.argv[1:]
house = Endpoint("pictures:test", url, {}, 20.0, Code.IMAGE_TIMEOUT, Code.IMAGE_FAILED)
before = rss()
try:
    clean_picture(house.download(url + "/bomb")) if kind == "picture" else house.post("/bomb", {})
except StoryforgeError as error:
    print(error.code, rss() - before)
"""


def bomb_of_gzip() -> bytes:
    return gzip.compress(b" " * (300 * 1024 * 1024), 9)


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("kind", "make", "headers"),
    [
        ("picture", bomb_of_pixels, {}),
        ("json", bomb_of_gzip, {"Content-Encoding": "gzip"}),
        ("json", lambda: b"[" * 100_000, {}),
        ("json", lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000, {}),
        ("json", lambda: b'{"title": "' + b"x" * 41 * 1024 * 1024, {}),
        ("json", lambda: b'{"a": [' + b"{}," * 6_000_000 + b"{}]}", {}),
        ("picture", lambda: bomb_of_pixels()[:5000], {}),
        ("picture", lambda: b"GIF89a<script>alert(1)</script>", {}),
    ],
    ids=["pixels", "gzip", "deep list", "deep object", "endless", "wide", "truncated", "polyglot"],
)
def test_it_is_refused_in_little_memory(kind: str, make: Callable[[], bytes], headers: dict[str, str]) -> None:
    with vendor(lambda asked, before: Answer(make(), headers=headers)) as house:
        done = subprocess.run(
            [sys.executable, "-c", _MEASURED, house.url, kind],
            cwd=Path(settings.BASE_DIR),
            check=True,
            capture_output=True,
            text=True,
        )

    code, mebibytes = done.stdout.split()
    assert code == "IMAGE_FAILED"
    assert int(mebibytes) < 100
