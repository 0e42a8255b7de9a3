"""A vendor on a bad day: of all it is asked, a part ends in one of the ways in which vendors fail."""

import random
import threading

from storyforge_site.tests.vendor import Answer, Asked, Script

TOO_LATE = 1.2  # seconds, for callers that wait for less

FAULTS = {
    "busy": Answer({"error": {"message": "slow down"}}, status=429, headers={"Retry-After": "0"}),
    "broken": Answer({"error": {"message": "internal error"}}, status=500),
    "away": Answer(b"<html><body>503 Service Unavailable</body></html>", status=503),
    "late": Answer({}, delay=TOO_LATE),
    "reset": Answer(is_reset=True),
    "garbage": Answer(b"\xff\xfe{]"),
}


def on_a_bad_day(script: Script, *, rate: float, seed: int) -> Script:
    """`script`, but for so many askings of each hundred."""
    chance, lock = random.Random(seed), threading.Lock()

    def sometimes(asked: Asked, before: int) -> Answer:
        with lock:
            fault = chance.choice(list(FAULTS.values())) if chance.random() < rate else None
        return fault or script(asked, before)

    return sometimes
