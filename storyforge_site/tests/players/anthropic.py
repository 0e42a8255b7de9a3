"""Anthropic, as its description says it answers, in both dialects."""

import json
from collections.abc import Callable
from typing import Any

from storyforge_site.providers.tests.described import faults_of_request
from storyforge_site.tests.players.schemas import open_objects, refused
from storyforge_site.tests.vendor import Answer, Asked

KEY = "sk-ant"
DIALECTS = {"2023-06-01": "anthropic", "2026-10-21": "anthropic-2026-10-21"}
_UNKNOWN = {"minLength", "maxLength", "pattern", "minimum", "maximum", "multipleOf", "maxItems"}


def text(asked: Asked, say: Callable[[str], dict[str, Any]]) -> Answer | None:
    """Answers by the tool it is made to use, or in words."""
    if asked.path != "/v1/messages":
        return None
    refusal = _refusal(asked)
    if refusal:
        return refusal
    said = say(_words_in(asked.body))
    if "tool_choice" in asked.body:
        return message(handed_over(asked.body["tool_choice"]["name"], said), stop_reason="tool_use")
    return message(spoken(json.dumps(said, ensure_ascii=False)))


def message(*content: dict[str, Any], stop_reason: str = "end_turn") -> Answer:
    usage: dict[str, Any] = dict.fromkeys(
        ("cache_creation", "cache_creation_input_tokens", "cache_read_input_tokens", "inference_geo", "server_tool_use")
    )
    answer = {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude-haiku-5-5-20260601"}
    usage |= {"input_tokens": 900, "output_tokens": 1_500, "service_tier": "standard"}
    ended = {"stop_reason": stop_reason, "stop_sequence": None, "stop_details": None, "container": None}
    return Answer({**answer, "content": list(content), **ended, "usage": usage})


def spoken(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words, "citations": None}


def handed_over(tool: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"type": "tool_use", "id": "toolu_1", "name": tool, "input": data, "caller": {"type": "direct"}}


def no(status: int, kind: str, words: str) -> Answer:
    return Answer({"type": "error", "error": {"type": kind, "message": words}, "request_id": "req_1"}, status=status)


def _refusal(asked: Asked) -> Answer | None:
    if asked.headers.get("x-api-key") != KEY:
        return no(401, "authentication_error", "invalid x-api-key")
    dialect = DIALECTS.get(asked.headers.get("anthropic-version", ""))
    if dialect is None:
        return no(400, "invalid_request_error", "anthropic-version: not a version")
    faults = faults_of_request(dialect, asked.method, asked.path, asked.body)
    schema = asked.body.get("output_config", {}).get("format", {}).get("schema")
    if schema and not faults:
        faults = [f"output_config.format.schema: {fault}" for fault in open_objects(schema) + refused(schema, _UNKNOWN)]
    return no(400, "invalid_request_error", faults[0]) if faults else None


def _words_in(body: dict[str, Any]) -> str:
    parts = [part for message in body["messages"] for part in message["content"]]
    return "\n".join([body["system"], *(part["text"] for part in parts if part["type"] == "text")])
