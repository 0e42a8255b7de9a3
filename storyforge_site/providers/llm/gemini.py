"""Google's Gemini as a writer."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings

from storyforge_site.lib.errors import Code, StoryforgeError
from storyforge_site.lib.http import Endpoint
from storyforge_site.lib.retry import with_retries
from storyforge_site.providers import google
from storyforge_site.providers.contracts import MAX_ANSWER_TOKENS, JsonRequest, JsonResult, TextRequest, TextResult
from storyforge_site.providers.llm.dialects import GEMINI, in_dialect, is_closed, is_refused
from storyforge_site.providers.reading import muddled, object_said

_THOUGHTS = MAX_ANSWER_TOKENS // 3  # tokens: thoughts count against the answer's limit, and the book must fit as well
_SAMPLING = {"temperature": "temperature", "top_p": "topP"}


class GeminiStoryModel:
    name = "gemini"

    def __init__(self) -> None:
        self.endpoint = google.endpoint(
            "text", settings.GEMINI_API_KEY, settings.LLM_TIMEOUT, Code.LLM_TIMEOUT, Code.LLM_JSON_INVALID
        )

    def complete_json(self, request: JsonRequest) -> JsonResult:
        """One JSON object by the request's schema, unvalidated: the step checks and has it repaired."""
        answer = with_retries(lambda: self._by_schema(request), attempts=settings.LLM_MAX_RETRIES)
        data = object_said(_words_of(answer), may_quote=not request.pictures)
        return JsonResult(data, google.usage_of(answer, self.name, settings.GEMINI_MODEL))

    def complete_text(self, request: TextRequest) -> TextResult:
        sampling = {ours: request.sampling[name] for name, ours in _SAMPLING.items() if name in request.sampling}
        limit = int(request.sampling.get("max_tokens", MAX_ANSWER_TOKENS)) + _THOUGHTS
        form: dict[str, Any] = {"maxOutputTokens": min(MAX_ANSWER_TOKENS, limit)}
        if request.json_mode:
            form["responseMimeType"] = "application/json"
        payload = _question(request.system, [_said(request.user)])
        endpoint = replace(self.endpoint, timeout=min(self.endpoint.timeout, request.timeout))
        answer = with_retries(lambda: _asked(endpoint, payload, sampling | form), attempts=settings.LLM_MAX_RETRIES)
        return TextResult(_words_of(answer), google.usage_of(answer, self.name, settings.GEMINI_MODEL))

    def _by_schema(self, request: JsonRequest) -> dict[str, Any]:
        """By the schema as a form; in words where it leaves something open, or where the version knows no such form."""
        form = {"maxOutputTokens": MAX_ANSWER_TOKENS, "responseMimeType": "application/json"}
        shown = list(map(google.shown, request.pictures))
        if is_closed(request.schema):
            payload = _question(request.system, [*shown, _said(request.user)])
            schema = {"responseJsonSchema": in_dialect(request.schema, GEMINI)}
            try:
                return _asked(self.endpoint, payload, form | schema)
            except StoryforgeError as error:
                if not is_refused(error, "schema"):
                    raise
        in_words = f"{request.user}\n\nAnswer by this JSON Schema:\n{json.dumps(request.schema)}"
        return _asked(self.endpoint, _question(request.system, [*shown, _said(in_words)]), form)


def _asked(endpoint: Endpoint, payload: Mapping[str, Any], form: Mapping[str, Any]) -> dict[str, Any]:
    """With its thoughts bounded; a model that has none refuses the bound."""
    path = google.path_to(settings.GEMINI_MODEL)
    bound = {"thinkingConfig": {"thinkingBudget": _THOUGHTS}}
    try:
        return endpoint.post(path, {**payload, "generationConfig": {**form, **bound}})
    except StoryforgeError as error:
        if not is_refused(error, "thinking"):
            raise
    return endpoint.post(path, {**payload, "generationConfig": form})


def _question(system: str, parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "systemInstruction": {"parts": [_said(system)]},
        "contents": [{"role": "user", "parts": parts}],
        "safetySettings": google.FOR_CHILDREN,
    }


def _said(words: str) -> dict[str, Any]:
    return {"text": words}


def _words_of(answer: Mapping[str, Any]) -> str:
    parts = google.parts_of(answer, Code.LLM_JSON_INVALID)
    said = [part["text"] for part in parts if isinstance(part.get("text"), str)]
    if not any(said):
        raise muddled("nothing is said")
    return "".join(said)
