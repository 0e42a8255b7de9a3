"""Gemini, as its description says it answers."""

import json
from collections.abc import Callable
from typing import Any

from storyforge_site.providers.tests.described import faults_of_request
from storyforge_site.tests.players.schemas import parts_of
from storyforge_site.tests.vendor import Answer, Asked

KEY = "AIza-gemini"
_KNOWN = {
    *("$id", "$defs", "$ref", "$anchor", "type", "format", "title", "description", "enum", "items", "prefixItems"),
    *("minItems", "maxItems", "minimum", "maximum", "anyOf", "oneOf", "properties", "additionalProperties", "required"),
}


def text(asked: Asked, say: Callable[[str], dict[str, Any]]) -> Answer | None:
    modalities = asked.body.get("generationConfig", {}).get("responseModalities", ["TEXT"])
    if not asked.path.endswith(":generateContent") or modalities != ["TEXT"]:
        return None
    return refusal(asked) or generated({"text": json.dumps(say(words_in(asked.body)), ensure_ascii=False)})


def generated(*parts: dict[str, Any], finish_reason: str = "STOP") -> Answer:
    candidate = {"index": 0, "content": {"role": "model", "parts": list(parts)}, "finishReason": finish_reason}
    counted = {"promptTokenCount": 900, "candidatesTokenCount": 1_500, "thoughtsTokenCount": 400}
    return Answer(
        {
            "candidates": [candidate],
            "usageMetadata": {**counted, "totalTokenCount": 2_800},
            "modelVersion": "gemini-3.5-flash-lite",
            "responseId": "resp-1",
        }
    )


def blocked(reason: str) -> Answer:
    return Answer({"promptFeedback": {"blockReason": reason}, "usageMetadata": {"promptTokenCount": 900}})


def no(status: int, state: str, words: str, *details: dict[str, Any]) -> Answer:
    return Answer({"error": {"code": status, "message": words, "status": state, "details": details}}, status=status)


def refusal(asked: Asked) -> Answer | None:
    """What it does not take: a wrong key, or a body that its description does not know."""
    if asked.headers.get("x-goog-api-key") != KEY:
        reason = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}
        return no(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", reason)
    version = asked.path.split("/")[1]
    faults = faults_of_request(f"gemini-{version}", asked.method, asked.path, asked.body)
    form = asked.body.get("generationConfig", {})
    schema = form.get("responseJsonSchema", {})
    unknown = {word for part in parts_of(schema) for word in part} - _KNOWN
    faults += [f"responseJsonSchema: {word} is not supported" for word in sorted(unknown)]
    if schema and form.get("responseMimeType") != "application/json":
        faults.append("responseJsonSchema needs responseMimeType application/json")
    return no(400, "INVALID_ARGUMENT", faults[0]) if faults else None


def words_in(body: dict[str, Any]) -> str:
    said = [body.get("systemInstruction", {}), *body["contents"]]
    return "\n".join(part["text"] for content in said for part in content.get("parts", ()) if "text" in part)
