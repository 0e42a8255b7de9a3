"""OpenAI's speech, played by its own description."""

from collections.abc import Callable

from storyforge_site.providers.tests.described import faults_of_request
from storyforge_site.tests.vendor import Answer, Asked

KEY = "key-openai-speech"
PATH = "/v1/audio/speech"


def speech(asked: Asked, speak: Callable[[str], bytes]) -> Answer | None:
    if asked.path != PATH:
        return None
    if asked.headers.get("authorization") != f"Bearer {KEY}":
        return refused(401, "invalid_api_key")
    faults = faults_of_request("openai", "POST", PATH, asked.body)
    if "instructions" in asked.body and asked.body.get("model", "").startswith("tts-1"):
        faults.append("instructions do not work with this model")
    if asked.body.get("response_format") != "mp3":
        faults.append("only mp3 is played here")
    if faults:
        return refused(400, "invalid_value", "; ".join(faults))
    return Answer(speak(asked.body["input"]), headers={"Content-Type": "audio/mpeg"})


def refused(status: int, code: str, message: str = "No.") -> Answer:
    error = {"message": message, "type": "invalid_request_error", "param": None, "code": code}
    return Answer({"error": error}, status=status)
