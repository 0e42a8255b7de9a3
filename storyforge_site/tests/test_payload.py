"""Pictures go into JSON as they are, and everything else as JSON wants it."""

import base64
import json
from typing import Any

import pytest

from storyforge_site.lib.payload import InBase64, as_address, as_json

RED, BLUE = bytes(range(256)), b"\xff\xd8blue"


def test_it_reads_as_if_the_pictures_had_been_strings() -> None:
    said = 'A "shy" dragon \\ 용 \n\u2028 \x00'

    sent = json.loads(as_json({"said": said, "seen": [InBase64(RED), {"url": as_address(BLUE)}], "n": 2, "more": None}))

    address = f"data:image/jpeg;base64,{base64.b64encode(BLUE).decode()}"
    assert sent == {"said": said, "seen": [base64.b64encode(RED).decode(), {"url": address}], "n": 2, "more": None}


def test_without_a_picture_it_is_plain_json() -> None:
    assert as_json({"words": "용", "n": [1, 2.5]}) == '{"words":"용","n":[1,2.5]}'.encode()


@pytest.mark.parametrize(
    ("payload", "error"),
    [({"n": float("nan")}, ValueError), ({"picture": b"raw"}, TypeError), ({"words": "\ud800"}, ValueError)],
    ids=["no number", "bytes as they are", "half a letter"],
)
def test_what_json_does_not_know_is_not_sent(payload: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        as_json(payload)
