"""Text as databases take it: no NUL in any of them, and no lone surrogate in UTF-8."""

from typing import Any


def is_storable(value: Any) -> bool:
    """Of a JSON value, all the way down."""
    if isinstance(value, str):
        return value == _cleaned(value)
    if isinstance(value, dict):
        return all(is_storable(key) and is_storable(item) for key, item in value.items())
    return all(map(is_storable, value)) if isinstance(value, list) else True


def made_storable(value: Any) -> Any:
    """The same JSON value without what cannot be stored."""
    if isinstance(value, str):
        return _cleaned(value)
    if isinstance(value, dict):
        return {_cleaned(key): made_storable(item) for key, item in value.items()}
    return list(map(made_storable, value)) if isinstance(value, list) else value


def _cleaned(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()
