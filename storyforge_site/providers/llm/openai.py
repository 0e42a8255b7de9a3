"""OpenAI's chat completions, and every server that speaks them (Ollama, vLLM, LocalAI, llama.cpp) by LLM_BASE_URL."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings

from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.http import Endpoint, authorization
from storyforge_site.lib.payload import as_address
from storyforge_site.lib.retry import with_retries
from storyforge_site.providers.contracts import (
    MAX_ANSWER_TOKENS,
    JsonRequest,
    JsonResult,
    TextRequest,
    TextResult,
    Usage,
)
from storyforge_site.providers.llm.dialects import OPENAI, in_dialect, is_closed
from storyforge_site.providers.reading import count, first_mapping, mapping, muddled, object_said, word


class OpenAIStoryModel:
    name = "openai"

    def __init__(self) -> None:
        self.endpoint = Endpoint(
            name="text:openai",
            base_url=settings.LLM_BASE_URL,
            headers=authorization(settings.LLM_API_KEY),
            timeout=settings.LLM_TIMEOUT,
            on_timeout=Code.LLM_TIMEOUT,
            on_failure=Code.LLM_JSON_INVALID,
        )

    def complete_json(self, request: JsonRequest) -> JsonResult:
        """One JSON object by the request's schema, unvalidated: the step checks and has it repaired."""
        answer = with_retries(lambda: self._down_the_ladder(request), attempts=settings.LLM_MAX_RETRIES)
        data = object_said(_content_of(answer), may_quote=not request.pictures)
        return JsonResult(data, _usage(answer))

    def complete_text(self, request: TextRequest) -> TextResult:
        """Whatever is said. OpenAI itself refuses sampling parameters of its newer models, so it is sent none."""
        form = {"response_format": {"type": "json_object"}} if request.json_mode else {}
        sampling = {} if _at_openai() else request.sampling
        payload = {**_conversation(request.system, request.user), **form, **sampling}
        endpoint = replace(self.endpoint, timeout=min(self.endpoint.timeout, request.timeout))
        answer = with_retries(lambda: endpoint.post("/chat/completions", payload), attempts=settings.LLM_MAX_RETRIES)
        return TextResult(_content_of(answer), _usage(answer))

    def _down_the_ladder(self, request: JsonRequest) -> dict[str, Any]:
        """Strict schema, then any JSON, then words alone: servers differ in what they understand.

        Strict is only what leaves nothing open.
        """
        schema = {"name": str(request.task), "strict": True, "schema": in_dialect(request.schema, OPENAI)}
        strict: dict[str, Any] = {"type": "json_schema", "json_schema": schema}
        ladder = [strict, {"type": "json_object"}] if is_closed(request.schema) else [{"type": "json_object"}]
        for response_format in ladder:
            try:
                return self.endpoint.post("/chat/completions", _payload(request, response_format))
            except StoryforgeError as error:
                misses_a_form = "response_format" in error.note or "HTTP 400" in error.note
                if error.code is not Code.LLM_JSON_INVALID or not misses_a_form:
                    raise
        return self.endpoint.post("/chat/completions", _payload(request, None))


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
    return [
        {"type": "text", "text": said},
        *({"type": "image_url", "image_url": {"url": as_address(picture)}} for picture in pictures),
    ]


def _at_openai() -> bool:
    return "api.openai.com" in settings.LLM_BASE_URL


def _content_of(answer: Mapping[str, Any]) -> str:
    """Raises SAFETY_OUTPUT when the model declined, LLM_JSON_INVALID when there is no answer or only half of one."""
    choice = first_mapping(answer.get("choices"))
    message = mapping(choice.get("message"))
    if message.get("refusal") or choice.get("finish_reason") == "content_filter":
        raise StoryforgeError(Code.SAFETY_OUTPUT, "the model declined")
    if choice.get("finish_reason") == "length":
        raise muddled("cut off")
    content = message.get("content")
    if not content or not isinstance(content, str):
        raise muddled("nothing is said")
    return content


def _usage(answer: Mapping[str, Any]) -> Usage:
    counted = mapping(answer.get("usage"))
    return Usage(
        provider="openai",
        model=word(answer.get("model"), settings.LLM_MODEL),
        input_tokens=count(counted.get("prompt_tokens")),
        output_tokens=count(counted.get("completion_tokens")),
        vendor_id=word(answer.get("id")),
    )
