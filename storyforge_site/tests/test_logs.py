"""Lines of the log: ids on each, nothing of a family's on any, readable by machines in production."""

import io
import json
import logging
import logging.config
from typing import Any

import pytest
from django.test import Client

from storyforge_site.lib import logs
from storyforge_site.lib.errors import Code, StoryforgeError

JSON = logs.configuration(level="INFO", as_json=True)


def written(log: Any) -> dict[str, Any]:
    """What `log`, given a logger, writes as one line of production."""
    out = io.StringIO()
    formatter = dict(JSON["formatters"]["line"])
    handler = logging.StreamHandler(out)
    handler.setFormatter(formatter.pop("()")(**formatter))
    logger = logging.Logger("storyforge.test")
    logger.addHandler(handler)
    log(logger)
    line: dict[str, Any] = json.loads(out.getvalue())
    return line


def test_a_line_says_when_who_and_how_bad() -> None:
    line = written(lambda log: log.warning("job %s rests", "job_1"))

    assert line["event"] == "job job_1 rests"
    assert (line["level"], line["logger"]) == ("warning", "storyforge.test")
    assert line["timestamp"].endswith("Z")


def test_it_is_about_what_is_worked_on() -> None:
    logs.begin()
    with logs.about(request_id="req_1"), logs.about(job_id="job_1", trace=""):
        inside = written(lambda log: log.info("here"))
    after = written(lambda log: log.info("there"))

    assert (inside["request_id"], inside["job_id"]) == ("req_1", "job_1")
    assert "trace" not in inside
    assert {"request_id", "job_id"} & set(after) == set()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("no letter to mina.lee+1@example.co.kr today", "no letter to …@… today"),
        ("Authorization: Bearer eyJhbGciOi.J9.x-y_z was refused", "Authorization: Bearer … was refused"),
        ("GET /files/a.jpg?expires=1&signature=abc%3D failed", "GET /files/a.jpg?expires=1&signature=… failed"),
        ("https://s3/x?X-Amz-Signature=0a1b&X-Amz-Credential=AK", "https://s3/x?X-Amz-Signature=…&X-Amz-Credential=…"),
        ("key sk-live-0123456789abcdef0123 is wrong", "key … is wrong"),
        ("postgres://storyforge:hunter22@db/x is away", "postgres://…@db/x is away"),
        ("half a letter: \ud83d", "half a letter: \\ud83d"),
        ("book_01k9 waits for page 3 of 8", "book_01k9 waits for page 3 of 8"),
    ],
)
def test_what_is_a_familys_or_a_key_is_left_out(said: str, kept: str) -> None:
    assert written(lambda log: log.error("%s", said))["event"] == kept


def test_it_is_left_out_of_a_traceback_too() -> None:
    def fail(log: logging.Logger) -> None:
        try:
            raise StoryforgeError(Code.UNKNOWN, "asked as mina@example.org with token 0123456789abcdef")
        except StoryforgeError:
            log.exception("it failed")

    line = written(fail)

    assert "StoryforgeError" in line["exception"]
    assert "mina" not in line["exception"]
    assert "0123456789abcdef" not in line["exception"]


def test_a_line_written_while_a_request_is_answered_bears_its_id(client: Client) -> None:
    seen: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append(logs.current("request_id"))

    listener = Listener()
    logging.getLogger("django.request").addHandler(listener)
    try:
        client.get("/nowhere-at-all", headers={"X-Request-ID": "asked-by-a-proxy"})
    finally:
        logging.getLogger("django.request").removeHandler(listener)

    assert set(seen) == {"asked-by-a-proxy"}
