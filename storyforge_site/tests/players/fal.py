"""fal's queue as its description has it, with addresses that drop the model's sub-path as the vendor says they do.

A wrong request is refused as there: 422, or 401 for the key. The description is of one model; its sibling that paints
by references takes `image_urls` besides.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from storyforge_site.providers.tests.described import faults_of_request
from storyforge_site.tests.vendor import Answer, Asked

KEY = "key-of-fal"
MODEL, SIBLING = "/fal-ai/bytedance/seedream/v4/text-to-image", "/fal-ai/bytedance/seedream/v4/edit"
_REQUESTS = re.compile(r"/fal-ai/bytedance/requests/([^/]+)(/status|/cancel)?")
_OUTPUT = "/files/"


@dataclass(slots=True)
class Fal:
    """`looks`: how often a request is still in the queue when it is asked for."""

    looks: int = 1
    begun: dict[str, dict[str, Any]] = field(default_factory=dict)
    looked: dict[str, int] = field(default_factory=dict)

    def picture(self, asked: Asked, paint: Callable[[], bytes]) -> Answer | None:
        if asked.path.startswith(_OUTPUT):
            return Answer(paint(), headers={"Content-Type": "image/png"})
        known = _REQUESTS.fullmatch(asked.path)
        if asked.path not in (MODEL, SIBLING) and not known:
            return None
        if asked.headers.get("authorization") != f"Key {KEY}":
            return Answer({"detail": "Cannot access application"}, status=401)
        return self._known(asked, known[1], known[2] or "") if known else self._begin(asked)

    def _begin(self, asked: Asked) -> Answer:
        faults = _faults(asked)
        if faults:
            return refused("value_error", "; ".join(faults))
        name = f"request-{len(self.begun) + 1}"
        self.begun[name] = asked.body
        return Answer({**self._status(asked, name, "IN_QUEUE"), "queue_position": 0})

    def _known(self, asked: Asked, name: str, what: str) -> Answer:
        if name not in self.begun:
            return Answer({"detail": "Request not found"}, status=404)
        if what == "/cancel":
            return Answer({"status": "CANCELLATION_REQUESTED"} if asked.method == "PUT" else {}, status=202)
        if what == "/status":
            self.looked[name] = self.looked.get(name, 0) + 1
            is_over = self.looked[name] > self.looks
            status = self._status(asked, name, "COMPLETED" if is_over else "IN_PROGRESS")
            return Answer(status, status=200 if is_over else 202)
        image = {"url": f"http://{asked.headers['host']}{_OUTPUT}{name}.png", "content_type": "image/png"}
        return Answer({"images": [image], "seed": self.begun[name].get("seed", 1)})

    def _status(self, asked: Asked, name: str, status: str) -> dict[str, Any]:
        address = f"http://{asked.headers['host']}/fal-ai/bytedance/requests/{name}"
        named = {"status_url": f"{address}/status", "response_url": address, "cancel_url": f"{address}/cancel"}
        return {"status": status, "request_id": name, **named}


def refused(kind: str, message: str, *, status: int = 422) -> Answer:
    fault = {"loc": ["body", "prompt"], "msg": message, "type": kind, "url": f"https://docs.fal.ai/errors#{kind}"}
    return Answer({"detail": [fault]}, status=status, headers={"X-Fal-Retryable": "false"})


def _faults(asked: Asked) -> list[str]:
    body = dict(asked.body)
    addresses = body.pop("image_urls", None)
    faults = faults_of_request("fal", "POST", MODEL, body)
    if asked.path == MODEL:
        return faults + (["image_urls: no such field"] if addresses is not None else [])
    is_right = (
        isinstance(addresses, list) and addresses and all(str(one).startswith("data:image/jpeg") for one in addresses)
    )
    return faults if is_right else [*faults, "image_urls: pictures, at least one"]
