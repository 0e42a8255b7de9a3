"""Asking again with the faults of the last answer named."""

from collections.abc import Sequence
from typing import Any

from storyforge_site.providers.quoting import as_json


def repair(user: str, answer: dict[str, Any], found: Sequence[str]) -> str:
    listed = "\n".join(f"- {as_json(fault)}" for fault in found)  # a fault may quote a word of the family's
    said = as_json(answer)[:20_000]
    return f"{user}\n\nYour last answer was:\n{said}\n\nMend exactly this and answer with the whole object:\n{listed}"
