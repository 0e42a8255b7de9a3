"""What a vendor's refusal is read as, however it is written."""

from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from storyforge_site.lib.clock import now
from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.refusals import refusal

DAY = 24 * 3600


def refused(headers: dict[str, str] | None = None, body: bytes = b"", status: int = 429) -> StoryforgeError:
    return refusal(status, headers or {}, body, on_failure=Code.IMAGE_FAILED, on_busy=None, is_asked=True)


@pytest.mark.parametrize(
    "headers",
    [
        {"retry-after": "9" * 400},
        {"retry-after": "9" * 9},
        {"retry-after": "-5"},
        {"retry-after": "NaN"},
        {"retry-after": "inf"},
        {"retry-after": "1e400"},
        {"retry-after": "٣"},
        {"retry-after": "Mon, 01 Jan 2001 00:00:00 GMT"},
        {"retry-after": "Fri, 31 Dec 9999 23:59:59 -2359"},
        {"retry-after": "Sat, 01 Jan 0001 00:00:00 +2359"},
        {"retry-after": "Mon, 01 Jan 2030 00:00:00 +99999999999999"},
        {"retry-after": "Mon, 99 Foo 99999999999999999999 99:99:99 GMT"},
        {"retry-after": ", , ,"},
        {"retry-after": "\x00"},
        {"retry-after-ms": "9" * 400},
        {"retry-after-ms": "9" * 5_000},
        {"retry-after-ms": "-1"},
        {"retry-after-ms": "NaN"},
    ],
    ids=lambda headers: next(iter(headers.values()))[:40] + str(len(next(iter(headers.values())))),
)
def test_a_wait_is_a_number_of_seconds_in_a_day_or_none(headers: dict[str, str]) -> None:
    wait = refused(headers).retry_after

    assert wait is None or 0 <= wait <= DAY


@pytest.mark.parametrize("digits", [1, 20, 400, 3_900])
def test_so_is_googles(digits: int) -> None:
    said = b'{"error": {"details": [{"retryDelay": "' + b"7" * digits + b's"}]}}'

    wait = refused(body=said).retry_after

    assert wait is None or 0 <= wait <= DAY


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({"retry-after": "7"}, 7), ({"retry-after-ms": "1500"}, 2), ({"retry-after": "0.2"}, 1)],
)
def test_a_sane_one_is_taken_as_it_is(headers: dict[str, str], seconds: int) -> None:
    assert refused(headers).retry_after == seconds


def test_a_date_is_a_wait_too() -> None:
    date = format_datetime(now() + timedelta(seconds=30))

    assert 28 <= (refused({"retry-after": date}).retry_after or 0) <= 31


@pytest.mark.parametrize(
    "words", ["insufficient_quota", "API_KEY_INVALID", "a bear PerDay", "credit balance is too low"]
)
def test_a_familys_words_that_are_said_back_close_no_account(words: str) -> None:
    detail: dict[str, Any] = {"loc": ["body", "prompt"], "msg": "too long", "input": f"Draw {words}."}
    body = f'{{"detail": [{{"loc": {detail["loc"]!r}, "msg": "too long", "input": "Draw {words}."}}]}}'.encode()

    assert refused(body=body, status=422).code is Code.IMAGE_FAILED
