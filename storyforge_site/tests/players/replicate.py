"""Replicate as its description has it: predictions that take a few looks, and outputs at an address of its own.

A wrong request is refused as there: 422, or 401 for the key.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from storyforge_site.providers.tests.described import faults_of_request
from storyforge_site.tests.vendor import Answer, Asked

KEY = "key-of-replicate"
_BEGIN = re.compile(r"/v1/models/([^/]+/[^/]+)/predictions")
_POLL = re.compile(r"/v1/predictions/([^/]+)(/cancel)?")
_OUTPUT = "/v1/outputs/"


@dataclass(slots=True)
class Replicate:
    """`looks`: how often a prediction is still in the making when it is asked for."""

    looks: int = 1
    begun: dict[str, dict[str, Any]] = field(default_factory=dict)
    looked: dict[str, int] = field(default_factory=dict)

    def picture(self, asked: Asked, paint: Callable[[], bytes]) -> Answer | None:
        if asked.path.startswith(_OUTPUT):
            return Answer(paint(), headers={"Content-Type": "image/png"})
        begin, poll = _BEGIN.fullmatch(asked.path), _POLL.fullmatch(asked.path)
        if not begin and not poll:
            return None
        if asked.headers.get("authorization") != f"Bearer {KEY}":
            return refused(401, "Unauthenticated")
        if begin:
            return self._begin(asked, begin[1])
        return self._look(asked, poll[1], is_cancel=bool(poll[2])) if poll else None

    def _begin(self, asked: Asked, model: str) -> Answer:
        faults = faults_of_request("replicate", "POST", asked.path, asked.body)
        if faults or not asked.body["input"].get("prompt"):
            return refused(422, "; ".join(faults) or "input: prompt is required")
        name = f"p{len(self.begun) + 1}"
        self.begun[name] = asked.body["input"]
        return Answer(self._prediction(asked, name, "starting", model=model), status=201)

    def _look(self, asked: Asked, name: str, *, is_cancel: bool) -> Answer:
        if name not in self.begun:
            return refused(404, "no such prediction")
        if is_cancel:
            return Answer(self._prediction(asked, name, "canceled"))
        self.looked[name] = self.looked.get(name, 0) + 1
        if self.looked[name] <= self.looks:
            return Answer(self._prediction(asked, name, "processing"))
        host = asked.headers["host"]
        return Answer(self._prediction(asked, name, "succeeded", output=[f"http://{host}{_OUTPUT}{name}.png"]))

    def _prediction(self, asked: Asked, name: str, status: str, **fields: Any) -> dict[str, Any]:
        address = f"http://{asked.headers['host']}/v1/predictions/{name}"
        return {
            "id": name,
            "model": "owner/painter",
            "version": "5599ed30",
            "input": self.begun[name],
            "output": None,
            "data_removed": False,
            "error": None,
            "status": status,
            "created_at": "2026-11-21T12:00:00.000Z",
            "urls": {"get": address, "cancel": f"{address}/cancel", "web": f"{address}/web"},
        } | fields


def refused(status: int, detail: str) -> Answer:
    return Answer({"title": "Refused", "detail": detail, "status": status}, status=status)
