"""Which languages are written from right to left. Imports nothing, for the press has its own process."""

_RIGHT_TO_LEFT = frozenset({"ar", "he"})


def reads_right_to_left(language: str) -> bool:
    return language in _RIGHT_TO_LEFT
