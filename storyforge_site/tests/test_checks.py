"""The start is refused, with a sentence, when a setting would hurt later."""

from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks

from storyforge_site.environment import secret


@pytest.fixture(autouse=True)
def on_a_laptop(settings: Any) -> None:
    settings.DEBUG = True  # the test runner switches it off


def ids() -> set[str]:
    return {str(message.id) for message in run_checks() if str(message.id).startswith("storyforge.")}


def test_the_laptop_starts_as_it_is() -> None:
    assert ids() == set()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"DEBUG": False, "SECRET_KEY": "short"}, {"storyforge.E001", "storyforge.E003"}),
        (
            {"DEBUG": False, "SECRET_KEY": "x" * 40, "ALLOWED_HOSTS": ["*"], "REDIS_URL": "redis://r"},
            {"storyforge.E002"},
        ),
        ({"JOB_WALK_SECONDS": 500}, {"storyforge.E005"}),
        ({"IMAGE_TIMEOUT": 105.0}, {"storyforge.E009"}),
        ({"CORS_ALLOWED_ORIGINS": ["https://*.example.org"]}, {"storyforge.E010"}),
        ({"Q_BROKER": "pigeon"}, {"storyforge.E008"}),
        ({"Q_BROKER": "redis"}, {"storyforge.E008"}),
        ({"LLM_PROVIDER": ["openai", "oracle"]}, {"storyforge.E006"}),
        ({"TTS_PROVIDER": ["oracle"]}, {"storyforge.E006"}),
        ({"TTS_TIMEOUT": 105.0}, {"storyforge.E009"}),
        ({"IMAGE_PROVIDER": []}, {"storyforge.E006"}),
        ({"IMAGE_PROVIDER": ["openai"]}, {"storyforge.E007"}),
        ({"IMAGE_PROVIDER": ["openai"], "PICTURE_MODERATION_PROVIDER": ["rekognition"]}, set()),
        ({"IMAGE_PROVIDER": ["openai"], "MODERATION_PROVIDER": ["openai", "rules"]}, set()),
        ({"MODERATION_PROVIDER": ["rekognition"]}, {"storyforge.E007"}),
        ({"PICTURE_MODERATION_PROVIDER": ["rules"]}, {"storyforge.E007"}),
        ({"PICTURE_MODERATION_PROVIDER": ["oracle"]}, {"storyforge.E006"}),
        ({"MODERATION_PROVIDER": ["model"]}, {"storyforge.E007"}),
        ({"MODERATION_PROVIDER": ["model"], "LLM_PROVIDER": ["openai"]}, set()),
        ({"MODERATION_TIMEOUT": 105.0}, {"storyforge.E009"}),
    ],
)
def test_what_would_hurt_is_named(settings: Any, changes: dict[str, Any], expected: set[str]) -> None:
    for name, value in changes.items():
        setattr(settings, name, value)

    assert ids() == expected


def test_a_secret_in_a_file_ends_before_the_line_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text("sk-123\n")
    monkeypatch.setenv("KEY_OF_A_TEST_FILE", str(tmp_path / "key"))

    assert secret("KEY_OF_A_TEST") == "sk-123"


def test_a_queue_that_could_run_a_task_twice_is_refused(settings: Any) -> None:
    settings.Q_CLUSTER = {**settings.Q_CLUSTER, "retry": settings.Q_CLUSTER["timeout"]}

    assert ids() == {"storyforge.E004"}
