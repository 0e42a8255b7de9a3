"""Anthropic's messages, in the dialect that ANTHROPIC_VERSION names.

That of 2026-10-21 refuses sampling parameters and so do the newer models in either, so none is ever sent.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings

from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.http import Endpoint
from storyforge_site.lib.payload import InBase64
from storyforge_site.lib.retry import with_retries
from storyforge_site.providers.contracts import (
    MAX_ANSWER_TOKENS,
    JsonRequest,
    JsonResult,
    TextRequest,
    TextResult,
    Usage,
)
from storyforge_site.providers.llm.dialects import ANTHROPIC, in_dialect, is_closed, is_refused
from storyforge_site.providers.reading import count, mapping, mappings, muddled, object_said, word

_PATH = "/messages"
_JSON_ONLY = "Answer with one JSON object and nothing else."
_CUT_OFF = frozenset({"max_tokens", "model_context_window_exceeded"})


class AnthropicStoryModel:
    name = "anthropic"

    def __init__(self) -> None:
        key = {"x-api-key": settings.ANTHROPIC_API_KEY} if settings.ANTHROPIC_API_KEY else {}
        self.endpoint = Endpoint(
            name="text:anthropic",
            base_url=settings.ANTHROPIC_BASE_URL,
            headers={**key, "anthropic-version": settings.ANTHROPIC_VERSION},
            timeout=settings.LLM_TIMEOUT,
            on_timeout=Code.LLM_TIMEOUT,
            on_failure=Code.LLM_JSON_INVALID,
        )

    def complete_json(self, request: JsonRequest) -> JsonResult:
        """One JSON object by the request's schema, unvalidated: the step checks and has it repaired."""
        answer = with_retries(lambda: self._by_schema(request), attempts=settings.LLM_MAX_RETRIES)
        return JsonResult(_object_in(answer, may_quote=not request.pictures), _usage(answer))

    def complete_text(self, request: TextRequest) -> TextResult:
        system = f"{request.system}\n{_JSON_ONLY}" if request.json_mode else request.system
        limit = min(MAX_ANSWER_TOKENS, int(request.sampling.get("max_tokens", MAX_ANSWER_TOKENS)))
        payload = _conversation(system, [_said(request.user)]) | {"max_tokens": limit}
        endpoint = replace(self.endpoint, timeout=min(self.endpoint.timeout, request.timeout))
        answer = with_retries(lambda: endpoint.post(_PATH, payload), attempts=settings.LLM_MAX_RETRIES)
        return TextResult(_words(_content_of(answer)), _usage(answer))

    def _by_schema(self, request: JsonRequest) -> dict[str, Any]:
        """A schema that leaves something open is not taken as a format, and some models know none: a tool takes any."""
        if is_closed(request.schema):
            try:
                return self.endpoint.post(_PATH, _formatted(request))
            except StoryforgeError as error:
                if not is_refused(error, "output_config", "schema"):
                    raise
        return self.endpoint.post(_PATH, _with_a_tool(request))


def _formatted(request: JsonRequest) -> dict[str, Any]:
    schema = {"type": "json_schema", "schema": in_dialect(request.schema, ANTHROPIC)}
    return _question(request) | {"output_config": {"format": schema}}


def _with_a_tool(request: JsonRequest) -> dict[str, Any]:
    name = str(request.task)
    tool = {"name": name, "description": "Hand over the answer.", "input_schema": dict(request.schema)}
    return _question(request) | {"tools": [tool], "tool_choice": {"type": "tool", "name": name}}


def _question(request: JsonRequest) -> dict[str, Any]:
    return _conversation(request.system, [*map(_shown, request.pictures), _said(request.user)])


def _conversation(system: str, content: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "model": settings.ANTHROPIC_MODEL,
        "max_tokens": MAX_ANSWER_TOKENS,
        "system": system,
        "messages": [{"role": "user", "content": content}],
    }


def _said(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


def _shown(picture: bytes) -> dict[str, Any]:
    source = {"type": "base64", "media_type": "image/jpeg", "data": InBase64(picture)}
    return {"type": "image", "source": source}


def _content_of(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Raises SAFETY_OUTPUT when the model declined, LLM_JSON_INVALID when there is no answer or only half of one."""
    stopped = word(answer.get("stop_reason"))
    if stopped == "refusal":
        raise StoryforgeError(Code.SAFETY_OUTPUT, "the model declined")
    if stopped in _CUT_OFF:
        raise muddled(f"cut off: {stopped}")
    return list(mappings(answer.get("content")))


def _object_in(answer: Mapping[str, Any], *, may_quote: bool) -> dict[str, Any]:
    content = _content_of(answer)
    handed_over = [block["input"] for block in content if block.get("type") == "tool_use" and "input" in block]
    if not handed_over:
        return object_said(_words(content), may_quote=may_quote)
    if not isinstance(handed_over[0], dict):
        raise muddled("a tool was handed no object")
    return handed_over[0]


def _words(content: list[dict[str, Any]]) -> str:
    """Without thoughts. Raises LLM_JSON_INVALID when nothing is said."""
    said = [block["text"] for block in content if block.get("type") == "text" and isinstance(block.get("text"), str)]
    if not any(said):
        raise muddled("nothing is said")
    return "".join(said)


def _usage(answer: Mapping[str, Any]) -> Usage:
    """What was read from or put into the vendor's cache was asked as well."""
    counted = mapping(answer.get("usage"))
    asked = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")
    return Usage(
        provider="anthropic",
        model=word(answer.get("model"), settings.ANTHROPIC_MODEL),
        input_tokens=sum(count(counted.get(name)) for name in asked),
        output_tokens=count(counted.get("output_tokens")),
        vendor_id=word(answer.get("id")),
    )
