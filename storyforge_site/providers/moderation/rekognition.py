"""Amazon Rekognition looks at pictures. It reads no texts, so it stands beside another moderator.

Through boto3, which is imported when it is first asked: nobody else needs to wait for it. Amazon's own retries are
off; ours, the deadline and the circuit breaker are the house's.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, NoReturn

from django.conf import settings

from storyforge_site.lib import deadlines, metering
from storyforge_site.lib.breaker import Breaker
from storyforge_site.lib.deadlines import OutOfTime
from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.lib.retry import with_retries
from storyforge_site.providers.contracts import Usage, Verdict
from storyforge_site.providers.moderation.policy import Category, as_score, highest, judge, no_verdict
from storyforge_site.providers.reading import count, mapping, word

_ATTEMPTS = 3
_LEAST_CONFIDENCE = 20.0  # of a hundred
_PERCENT = 100.0
_MODEL = "rekognition-moderation"
_CONNECT_SECONDS = 5.0
# By the labels of the first and second level; a label that is not here counts as what it belongs to, or as `other`.
_OURS = {
    "Explicit": Category.SEXUAL,
    "Explicit Nudity": Category.SEXUAL,
    "Non-Explicit Nudity of Intimate parts and Kissing": Category.SEXUAL,
    "Suggestive": Category.SEXUAL,
    "Violence": Category.VIOLENCE,
    "Graphic Violence": Category.GORE,
    "Weapons": Category.WEAPONS,
    "Weapon Violence": Category.WEAPONS,
    "Self-Harm": Category.SELF_HARM,
    "Visually Disturbing": Category.FRIGHTENING,
    "Death and Emaciation": Category.GORE,
    "Drugs & Tobacco": Category.DRUGS,
    "Drugs": Category.DRUGS,
    "Tobacco": Category.DRUGS,
    "Alcohol": Category.DRUGS,
    "Rude Gestures": Category.HARASSMENT,
    "Gambling": Category.ILLICIT,
    "Hate Symbols": Category.HATE,
}
_HARMLESS = frozenset({"Swimwear or Underwear", "Female Swimwear or Underwear", "Male Swimwear or Underwear"})
_MAY_PASS = frozenset({"ThrottlingException", "ProvisionedThroughputExceededException", "InternalServerError"})
_LOCKED_OUT = frozenset(
    {
        "AccessDeniedException",
        "UnrecognizedClientException",
        "InvalidSignatureException",
        "IncompleteSignature",
        "MissingAuthenticationTokenException",
        "ExpiredTokenException",
        "NoCredentialsError",
        "PartialCredentialsError",
    }
)
_SERVER_ERROR = 500


class RekognitionModerator:
    name = "rekognition"
    sees_pictures = True

    def __init__(self) -> None:
        self.breaker = Breaker(f"moderation:{self.name}")

    def check_text(self, text: str, *, language: str, target_age: str) -> Verdict:
        raise StoryforgeError(Code.PROVIDER_UNAVAILABLE, "Rekognition reads no texts")

    def check_image(self, data: bytes, *, target_age: str, drawn_from_closed_vocabulary: bool) -> Verdict:
        answer = with_retries(lambda: self._detect(data), attempts=_ATTEMPTS)
        return judge(_scores(answer), target_age, Usage(provider=self.name, model=_MODEL, pictures=1))

    def _detect(self, data: bytes) -> Mapping[str, Any]:
        """Raises OutOfTime when there is not enough left."""
        if deadlines.left() < settings.MODERATION_TIMEOUT / 2:
            raise OutOfTime(self.breaker.name)
        if not self.breaker.lets_through():
            raise StoryforgeError(Code.PROVIDER_UNAVAILABLE, f"the circuit of {self.breaker.name} is open")
        try:
            answer = _client_now().detect_moderation_labels(Image={"Bytes": data}, MinConfidence=_LEAST_CONFIDENCE)
        except Exception as error:  # boto3 has exceptions of its own for each service
            self._refused(error)
        metering.took()
        self.breaker.succeeded()
        return answer if isinstance(answer, dict) else {}

    def _refused(self, error: Exception) -> NoReturn:
        """Throttling and what went wrong on the way may pass. A key that is refused needs an operator."""
        response = mapping(getattr(error, "response", None))
        code = word(mapping(response.get("Error")).get("Code"), type(error).__name__)
        status = count(mapping(response.get("ResponseMetadata")).get("HTTPStatusCode"))
        is_locked_out = code in _LOCKED_OUT
        may_pass = not is_locked_out and (not status or status >= _SERVER_ERROR or code in _MAY_PASS)
        if may_pass or is_locked_out:
            self.breaker.failed(for_good=is_locked_out)
        kind = Kind.RETRYABLE if may_pass else Kind.PERMANENT
        raise StoryforgeError(Code.PROVIDER_UNAVAILABLE, f"Rekognition: {code}", kind=kind) from error


def _client_now() -> Any:
    return _client(
        settings.REKOGNITION_REGION,
        settings.REKOGNITION_ENDPOINT,
        settings.REKOGNITION_ACCESS_KEY,
        settings.REKOGNITION_SECRET_KEY,
        settings.MODERATION_TIMEOUT,
    )


@cache
def _client(region: str, endpoint: str, access_key: str, secret_key: str, timeout: float) -> Any:
    """One for the process, safe to share between threads. Without keys boto3 finds the machine's own."""
    import boto3
    from botocore.config import Config

    return boto3.session.Session().client(
        "rekognition",
        region_name=region,
        endpoint_url=endpoint or None,
        aws_access_key_id=access_key or None,
        aws_secret_access_key=secret_key or None,
        config=Config(
            connect_timeout=min(_CONNECT_SECONDS, timeout), read_timeout=timeout, retries={"total_max_attempts": 1}
        ),
    )


def _scores(answer: Mapping[str, Any]) -> dict[Category, float]:
    """An empty list is a verdict, no list is none. boto3 makes lists of much, so the model must have signed it too."""
    labels = answer.get("ModerationLabels") if word(answer.get("ModerationModelVersion")) else None
    if not isinstance(labels, list) or not all(isinstance(label, dict) for label in labels):
        raise no_verdict("no labels")
    found = [(_ours(label), as_score(label.get("Confidence"), most=_PERCENT)) for label in labels]
    return highest(*((category, score) for category, score in found if category))


def _ours(label: Mapping[str, Any]) -> Category | None:
    """A bathing suit on a beach is no category of ours."""
    name, parent = word(label.get("Name")), word(label.get("ParentName"))
    if name in _HARMLESS or parent in _HARMLESS:
        return None
    return _OURS.get(name) or _OURS.get(parent) or Category.OTHER
