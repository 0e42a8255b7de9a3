"""Clients made of the schema by a tool, as an app would have them: generated, type-checked, let loose on the site.

Both programs do the same: begin as a guest, write a hero, order a book with it, look at shelf and credits, and meet
two refusals.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.heavy]

HERE = Path(__file__).parent
SEEN = {
    "is_guest": True,
    "status": "queued",
    "heroes": ["Ember"],
    "books_on_shelf": 0,
    "credits_left": 2,
    "missing": "NOT_FOUND",
    "refused": ["topic"],
}


def run(*command: str, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def node(program: str) -> str:
    found = shutil.which(program)
    assert found, f"{program} is not installed; `make test` needs it (Debian: apt install nodejs npm)"
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With the schema in it, and nothing else yet."""
    place = tmp_path / "client"
    place.mkdir()
    call_command("spectacular", "--fail-on-warn", "--format", "openapi-json", "--file", str(place / "schema.json"))
    return place


def test_python(folder: Path, live_server: Any) -> None:
    generate = ("--path", "schema.json", "--meta", "none", "--output-path", "storyforge_client", "--fail-on-warning")
    shutil.copytree(HERE / "python", folder, dirs_exist_ok=True)

    run(sys.executable, "-m", "openapi_python_client", "generate", *generate, "--config", "generator.yaml", cwd=folder)
    run(sys.executable, "-m", "mypy", "--strict", "--config-file=", "storyforge_client", "order_book.py", cwd=folder)
    seen = run(sys.executable, "order_book.py", live_server.url, cwd=folder)

    assert json.loads(seen) == SEEN


def test_typescript(folder: Path, live_server: Any) -> None:
    npm = node("npm")
    shutil.copytree(HERE / "typescript", folder, dirs_exist_ok=True)

    run(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=folder)
    run(npm, "run", "generate", cwd=folder)
    run(npm, "run", "build", cwd=folder)
    seen = run(node("node"), "built/order_book.js", live_server.url, cwd=folder)

    assert json.loads(seen) == SEEN
