"""`scripts/check-env`: what is missing, wrong or misspelt is said before anything is started."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

GOOD = {
    "SECRET_KEY": "0123456789-abcdefghij-0123456789-abcdefghij-0123456789",
    "ALLOWED_HOSTS": "storyforge.example",
    "REDIS_URL": "redis://cache:6379/0",
    "ANTHROPIC_API_KEY": "k",
    "GOOGLE_CLIENT_ID": "",
    "OTEL_SERVICE_NAME": "storyforge",
}


def checked(folder: Path, **changes: str | None) -> tuple[int, str]:
    file = folder / "production.env"
    told = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    file.write_text("# ours\n" + "".join(f"{name}={value}\n" for name, value in told.items()))
    done = subprocess.run(
        [sys.executable, "scripts/check-env", str(file)],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_good_environment_is_fit_without_a_single_warning(tmp_path: Path) -> None:
    code, said = checked(tmp_path)

    assert (code, said.splitlines()[-1]) == (0, "The environment is fit for production.")
    assert "no issues" in said


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"SECRET_KEY": None}, "Set SECRET_KEY"),
        ({"SECRET_KEY": None, "SECRET_KEY_FILE": "/run/secrets/nobody"}, "there is no file /run/secrets/nobody"),
        ({"ALLOWED_HOSTS": "*"}, "Name the hosts in ALLOWED_HOSTS"),
        ({"REDIS_URL": None}, "Set REDIS_URL"),
        ({"LLM_PROVDER": "openai"}, "LLM_PROVDER is read by nothing. Is LLM_PROVIDER meant?"),
        ({"IMAGE_PROVIDER": "openai", "IMAGE_API_KEY": "k"}, "Pictures from a vendor need a moderator"),
        ({"STORYFORGE_CORS_ORIGINS": "https://*"}, "Name whole origins"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, changes: dict[str, str | None], named: str) -> None:
    code, said = checked(tmp_path, **changes)

    assert code == 1
    assert named in said
    assert GOOD["SECRET_KEY"] not in said
