"""Amazon Rekognition: AWS JSON 1.1, with the names and limits of Amazon's own service model, which botocore brings."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import botocore.session
from botocore.model import OperationModel
from botocore.validate import ParamValidator

from storyforge_site.tests.vendor import Answer, Asked

ACCESS_KEY, SECRET_KEY = "AKIATESTTESTTEST", "a-secret-that-is-not-one"
_JSON = {"Content-Type": "application/x-amz-json-1.1", "x-amzn-RequestId": "request-1"}


def moderation(asked: Asked, labels: Sequence[tuple[str, str, float]] = ()) -> Answer | None:
    """`labels`: name, parent and confidence of what is seen."""
    target = asked.headers.get("x-amz-target", "")
    if not target.startswith("RekognitionService."):
        return None
    return _refusal(asked, target.partition(".")[2]) or seen(labels)


def seen(labels: Sequence[tuple[str, str, float]]) -> Answer:
    found = [
        {"Name": name, "ParentName": parent, "Confidence": confidence, "TaxonomyLevel": 2 if parent else 1}
        for name, parent, confidence in labels
    ]
    return Answer({"ModerationLabels": found, "ModerationModelVersion": "7.0", "ContentTypes": []}, headers=_JSON)


def no(status: int, kind: str, message: str = "no") -> Answer:
    return Answer({"__type": kind, "message": message}, status=status, headers=_JSON)


def faults_of_answer(body: dict[str, Any]) -> list[str]:
    """Names the service model does not know."""
    shape = _operation("DetectModerationLabels").output_shape
    label = shape.members["ModerationLabels"].member
    unknown = set(body) - set(shape.members)
    return sorted(unknown.union(*(set(one) - set(label.members) for one in body["ModerationLabels"])))


def _refusal(asked: Asked, name: str) -> Answer | None:
    signed = asked.headers.get("authorization", "")
    if not signed.startswith(f"AWS4-HMAC-SHA256 Credential={ACCESS_KEY}/"):
        return no(400, "UnrecognizedClientException", "The security token included in the request is invalid.")
    if name != "DetectModerationLabels" or not isinstance(asked.body.get("Image", {}).get("Bytes"), str):
        return no(400, "ValidationException", "a picture is missing")
    input_shape = _operation(name).input_shape
    unknown = set(asked.body) - set(input_shape.members)
    faults = ParamValidator().validate(asked.body | {"Image": {"Bytes": b"jpeg"}}, input_shape)
    if unknown or faults.has_errors():
        return no(400, "InvalidParameterException", f"{sorted(unknown)} {faults.generate_report()}")
    return None


@cache
def _operation(name: str) -> OperationModel:
    return botocore.session.get_session().get_service_model("rekognition").operation_model(name)
