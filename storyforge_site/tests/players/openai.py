"""OpenAI, as its description says it answers."""

import json
from collections.abc import Callable
from typing import Any

from storyforge_site.providers.tests.described import faults_of_request
from storyforge_site.tests.players.schemas import open_objects, refused, untyped
from storyforge_site.tests.vendor import Answer, Asked

KEY = "sk-openai"


def text(asked: Asked, say: Callable[[str], dict[str, Any]]) -> Answer | None:
    if asked.path != "/v1/chat/completions":
        return None
    return _refusal(asked) or chat(json.dumps(say(_words_in(asked.body)), ensure_ascii=False))


def chat(content: str | None, *, refusal: str | None = None, finish_reason: str = "stop") -> Answer:
    message = {"role": "assistant", "content": content, "refusal": refusal}
    choice = {"index": 0, "message": message, "finish_reason": finish_reason, "logprobs": None}
    usage = {"prompt_tokens": 900, "completion_tokens": 1_500, "total_tokens": 2_400}
    return Answer(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1_795_000_000,
            "model": "gpt-5-mini-2026-03-01",
            "choices": [choice],
            "usage": usage,
        }
    )


def no(status: int, message: str, *, kind: str = "invalid_request_error", code: str | None = None) -> Answer:
    return Answer({"error": {"message": message, "type": kind, "param": None, "code": code}}, status=status)


def _refusal(asked: Asked) -> Answer | None:
    if asked.headers.get("authorization") != f"Bearer {KEY}":
        return no(401, "Incorrect API key provided.", code="invalid_api_key")
    faults = faults_of_request("openai", asked.method, asked.path, asked.body)
    schema = asked.body.get("response_format", {}).get("json_schema", {}).get("schema")
    if schema and not faults:
        faults = untyped(schema) + open_objects(schema) + refused(schema, {"minLength", "maxLength", "allOf"})
        faults = [f"Invalid schema for response_format: {fault}" for fault in faults]
    return no(400, faults[0]) if faults else None


def _words_in(body: dict[str, Any]) -> str:
    contents = [message["content"] for message in body["messages"]]
    parts = [[{"text": said}] if isinstance(said, str) else said for said in contents]
    return "\n".join(part["text"] for said in parts for part in said if "text" in part)
