"""`manage.py serve`, what `make run` runs: an empty machine, then a site with a book in it."""

import os
import re
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from books.tests.chaos.servers import free_port
from storyforge_site.tests.served import smoke

_PATIENCE_SECONDS = 120


def fetch(address: str) -> tuple[int, str, bytes]:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310  (our own loopback address)
        return answer.status, answer.headers["Content-Type"], answer.read()


@pytest.fixture
def serving(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "MEDIA_ROOT": str(tmp_path / "media"),
        "DEBUG": "true",
    }
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(free_port())],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    watchdog = threading.Timer(_PATIENCE_SECONDS, os.killpg, (process.pid, signal.SIGKILL))
    watchdog.start()
    yield process
    watchdog.cancel()
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)


def addresses(process: "subprocess.Popen[str]") -> tuple[str, str]:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if found := re.search(r"Sample book\s+(\S+)", line):
            site = re.search(r"Storyforge\s+(\S+)", said)
            assert site is not None
            return site[1], found[1]
    raise AssertionError(f"it ended before it served: {said}")


@pytest.mark.heavy
def test_one_command_serves_a_site_with_a_book_and_stops_cleanly(serving: "subprocess.Popen[str]") -> None:
    home, sample = addresses(serving)

    _status, _type, page = fetch(sample)
    html = page.decode()
    pictures = re.findall(r'<img src="(/files/[^"]+)"', html)
    assert len(pictures) == 9  # the cover and eight pages
    for address in pictures:
        status, content_type, data = fetch(home.rstrip("/") + address.replace("&amp;", "&"))
        assert (status, content_type, data[:2]) == (200, "image/jpeg", b"\xff\xd8")
    assert html.count('class="folio"') == 8
    assert sample.split("/")[-2] in fetch(home)[2].decode()

    assert "The site works." in smoke(home.rstrip("/"))

    serving.send_signal(signal.SIGINT)

    assert serving.wait(timeout=60) == 0
    with pytest.raises(urllib.error.URLError):
        fetch(home)
