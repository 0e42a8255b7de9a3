"""OpenAI's chat completions, and every server that speaks them (Ollama, vLLM, LocalAI, llama.cpp) by LLM_BASE_URL."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings

from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.lib.http import Endpoint
from storyforge_site.lib.retry import with_retries
from storyforge_site.providers.contracts import (
    MAX_ANSWER_TOKENS,
    JsonRequest,
    JsonResult,
    TextRequest,
    TextResult,
    Usage,
)


class OpenAIStoryModel:
    name = "openai"

    def __init__(self) -> None:
        self.endpoint = Endpoint(
            name="text:openai",
            base_url=settings.LLM_BASE_URL,
            headers={"Authorization": f"Bearer {settings.LLM_API_KEY}"} if settings.LLM_API_KEY else {},
            timeout=settings.LLM_TIMEOUT,
            on_timeout=Code.LLM_TIMEOUT,
            on_failure=Code.LLM_JSON_INVALID,
        )

    def complete_json(self, request: JsonRequest) -> JsonResult:
        """One JSON object by the request's schema, unvalidated: the step checks and has it repaired."""
        answer = with_retries(lambda: self._down_the_ladder(request), attempts=settings.LLM_MAX_RETRIES)
        return JsonResult(_object_in(answer, may_quote=not request.pictures), _usage(answer))

    def complete_text(self, request: TextRequest) -> TextResult:
        """Whatever is said. OpenAI itself refuses sampling parameters of its newer models, so it is sent none."""
        form = {"response_format": {"type": "json_object"}} if request.json_mode else {}
        sampling = {} if _at_openai() else request.sampling
        payload = {**_conversation(request.system, request.user), **form, **sampling}
        endpoint = replace(self.endpoint, timeout=min(self.endpoint.timeout, request.timeout))
        answer = with_retries(lambda: endpoint.post("/chat/completions", payload), attempts=settings.LLM_MAX_RETRIES)
        return TextResult(_content_of(answer), _usage(answer))

    def _down_the_ladder(self, request: JsonRequest) -> dict[str, Any]:
        """Strict schema, then any JSON, then words alone: servers differ in what they understand."""
        schema = {"name": str(request.task), "strict": True, "schema": request.schema}
        ladder = ({"type": "json_schema", "json_schema": schema}, {"type": "json_object"}, None)
        for response_format in ladder[:-1]:
            try:
                return self.endpoint.post("/chat/completions", _payload(request, response_format))
            except StoryforgeError as error:
                if "response_format" not in error.note and "HTTP 400" not in error.note:
                    raise
        return self.endpoint.post("/chat/completions", _payload(request, ladder[-1]))


def _payload(request: JsonRequest, response_format: Mapping[str, Any] | None) -> dict[str, Any]:
    loose = response_format is None or response_format["type"] != "json_schema"
    said = f"{request.user}\n\nAnswer by this JSON Schema:\n{json.dumps(request.schema)}" if loose else request.user
    form: dict[str, Any] = {"response_format": response_format} if response_format else {}
    if request.pictures and _at_openai():
        form["store"] = False  # a photo of a child is not kept for anything else
    return _conversation(request.system, _content(said, request.pictures)) | form


def _conversation(system: str, user: str | list[dict[str, Any]]) -> dict[str, Any]:
    # OpenAI itself wants the newer name for the limit; compatible servers know only the older one.
    limit = "max_completion_tokens" if _at_openai() else "max_tokens"
    messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
    return {"model": settings.LLM_MODEL, "messages": messages, limit: MAX_ANSWER_TOKENS}


def _content(said: str, pictures: Sequence[bytes]) -> str | list[dict[str, Any]]:
    """Words alone as plain text, which every server knows; with pictures, in parts."""
    if not pictures:
        return said
    addresses = [f"data:image/jpeg;base64,{base64.b64encode(picture).decode()}" for picture in pictures]
    return [
        {"type": "text", "text": said},
        *({"type": "image_url", "image_url": {"url": address}} for address in addresses),
    ]


def _at_openai() -> bool:
    return "api.openai.com" in settings.LLM_BASE_URL


def _content_of(answer: Mapping[str, Any]) -> str:
    """Raises SAFETY_OUTPUT when the model declined, LLM_JSON_INVALID when there is no answer."""
    try:
        choice = answer["choices"][0]
        refused = choice["message"].get("refusal") or choice.get("finish_reason") == "content_filter"
        content = choice["message"].get("content") or ""
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise StoryforgeError(Code.LLM_JSON_INVALID, f"no choices: {error!r}", kind=Kind.RETRYABLE) from error
    if refused:
        raise StoryforgeError(Code.SAFETY_OUTPUT, "the model declined")
    return str(content)


def _object_in(answer: Mapping[str, Any], *, may_quote: bool) -> dict[str, Any]:
    """What is said about a photo is not quoted: the note goes to the log."""
    content = _content_of(answer)
    try:
        data = json.loads(_without_fence(content))
    except (ValueError, RecursionError) as error:
        note = f"not JSON: {content[:200]!r}" if may_quote else "not JSON"
        raise StoryforgeError(Code.LLM_JSON_INVALID, note, kind=Kind.RETRYABLE) from error
    if not isinstance(data, dict):
        raise StoryforgeError(Code.LLM_JSON_INVALID, "not a JSON object", kind=Kind.RETRYABLE)
    return data


def _without_fence(content: str) -> str:
    """Small models like to wrap their JSON in a Markdown fence."""
    stripped = content.strip()
    return (
        stripped.removeprefix("```json").removeprefix("```").removesuffix("```") if stripped[:3] == "```" else stripped
    )


def _usage(answer: Mapping[str, Any]) -> Usage:
    counted = answer.get("usage")
    counted = counted if isinstance(counted, dict) else {}
    return Usage(
        provider="openai",
        model=str(answer.get("model") or settings.LLM_MODEL)[:80],
        input_tokens=_count(counted.get("prompt_tokens")),
        output_tokens=_count(counted.get("completion_tokens")),
        vendor_id=str(answer.get("id") or ""),
    )


def _count(value: Any) -> int:
    return value if isinstance(value, int) and value > 0 else 0
