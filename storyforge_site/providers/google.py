"""What all of Gemini's models share: where they are asked, how they decline, what they count.

One call, `generateContent`, writes, paints, speaks and judges. A refusal on grounds of policy comes with HTTP 200.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.lib.http import Endpoint
from storyforge_site.lib.payload import InBase64
from storyforge_site.providers.contracts import Usage
from storyforge_site.providers.reading import count, first_mapping, mapping, mappings, word

_HARMS = ("HARASSMENT", "HATE_SPEECH", "SEXUALLY_EXPLICIT", "DANGEROUS_CONTENT")
FOR_CHILDREN = [{"category": f"HARM_CATEGORY_{harm}", "threshold": "BLOCK_LOW_AND_ABOVE"} for harm in _HARMS]

_POLICY = frozenset(
    {
        "SAFETY",
        "PROHIBITED_CONTENT",
        "BLOCKLIST",
        "RECITATION",
        "SPII",
        "IMAGE_SAFETY",
        "IMAGE_PROHIBITED_CONTENT",
        "IMAGE_RECITATION",
    }
)
_WHOLE = frozenset({"STOP", "FINISH_REASON_UNSPECIFIED"})


def endpoint(
    kind: str, key: str, timeout: float, on_timeout: Code, on_failure: Code, on_busy: Code | None = None
) -> Endpoint:
    """`kind` as the breakers know it: text, pictures, speech, moderation."""
    return Endpoint(
        name=f"{kind}:gemini",
        base_url=settings.GEMINI_BASE_URL,
        headers={"x-goog-api-key": key} if key else {},
        timeout=timeout,
        on_timeout=on_timeout,
        on_failure=on_failure,
        on_busy=on_busy,
    )


def path_to(model: str) -> str:
    """Google writes the same name with and without `models/`."""
    return f"/models/{model.removeprefix('models/')}:generateContent"


def shown(jpeg: bytes) -> dict[str, Any]:
    """A picture as a part of a question."""
    return {"inlineData": {"mimeType": "image/jpeg", "data": InBase64(jpeg)}}


def parts_of(answer: Mapping[str, Any], failure: Code) -> list[dict[str, Any]]:
    """What the model made, without its thoughts.

    Raises SAFETY_OUTPUT when it declined; `failure`, worth another try, when nothing was made or only a piece of it.
    """
    blocked = mapping(answer.get("promptFeedback")).get("blockReason")
    if blocked and blocked != "BLOCK_REASON_UNSPECIFIED":
        raise StoryforgeError(Code.SAFETY_OUTPUT, f"the prompt was declined: {blocked!r:.80}")
    candidate = first_mapping(answer.get("candidates"))
    ended = word(candidate.get("finishReason"), "STOP")
    if ended in _POLICY:
        raise StoryforgeError(Code.SAFETY_OUTPUT, f"the model declined: {ended}")
    if ended not in _WHOLE:
        raise StoryforgeError(failure, f"the model stopped: {ended}", kind=Kind.RETRYABLE)
    made = mappings(mapping(candidate.get("content")).get("parts"))
    parts = [part for part in made if part.get("thought") is not True]
    if not parts:
        raise StoryforgeError(failure, "nothing was made", kind=Kind.RETRYABLE)
    return parts


def usage_of(answer: Mapping[str, Any], provider: str, model: str, *, pictures: int = 0) -> Usage:
    """Thoughts are paid for like what is said. `model` is the one that was asked: the one that prices are known for."""
    counted = mapping(answer.get("usageMetadata"))
    return Usage(
        provider=provider,
        model=model,
        input_tokens=count(counted.get("promptTokenCount")),
        output_tokens=count(counted.get("candidatesTokenCount")) + count(counted.get("thoughtsTokenCount")),
        pictures=pictures,
        vendor_id=word(answer.get("responseId")),
    )
