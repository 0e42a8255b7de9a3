"""OpenAI's picture endpoints as described. A wrong request is refused as there: 400, or 401 for the key."""

import base64
import time
from collections.abc import Callable
from typing import Any

from storyforge_site.providers.tests.described import faults_of_request
from storyforge_site.tests.players.forms import Form, form_in
from storyforge_site.tests.vendor import Answer, Asked

KEY = "key-of-openai"
GENERATIONS, EDITS = "/v1/images/generations", "/v1/images/edits"
USAGE = {
    "input_tokens": 50,
    "output_tokens": 1_056,
    "total_tokens": 1_106,
    "input_tokens_details": {"text_tokens": 50, "image_tokens": 0},
}


def picture(asked: Asked, paint: Callable[[], bytes]) -> Answer | None:
    if asked.path not in (GENERATIONS, EDITS):
        return None
    if asked.headers.get("authorization") != f"Bearer {KEY}":
        return refused("invalid_api_key", 401)
    faults = _faults_of_edit(form_in(asked)) if asked.path == EDITS else _faults(GENERATIONS, asked.body)
    if faults:
        return refused("invalid_value", 400, "; ".join(faults))
    encoded = base64.b64encode(paint()).decode()
    return Answer({"created": int(time.time()), "data": [{"b64_json": encoded}], "usage": USAGE})


def refused(code: str, status: int, message: str = "") -> Answer:
    return Answer({"error": {"code": code, "message": message, "type": "invalid_request_error"}}, status=status)


def _faults(path: str, body: dict[str, Any], **media: str) -> list[str]:
    return faults_of_request("openai", "POST", path, body, **media)


def _faults_of_edit(form: Form) -> list[str]:
    """Of the form as an object: numbers come as text, files as their names."""
    if not form.files:
        return ["no form with a picture"]
    files = {name.removesuffix("[]"): [one.name for one in found] for name, found in form.files.items()}
    body: dict[str, Any] = {
        **form.fields,
        **{name: names[0] if len(names) == 1 else names for name, names in files.items()},
    }
    body["n"] = int(body["n"])
    not_jpeg = [one.name for found in form.files.values() for one in found if one.data[:2] != b"\xff\xd8"]
    return _faults(EDITS, body, media="multipart/form-data") + [f"{name}: not a picture" for name in not_jpeg]
