"""Asking again with the faults of the last answer named."""

import json
from collections.abc import Sequence
from typing import Any


def repair(user: str, answer: dict[str, Any], found: Sequence[str]) -> str:
    listed = "\n".join(f"- {fault}" for fault in found)
    said = json.dumps(answer, ensure_ascii=False)[:20_000]
    return f"{user}\n\nYour last answer was:\n{said}\n\nMend exactly this and answer with the whole object:\n{listed}"
