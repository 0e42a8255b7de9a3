"""Finding the grammar of a language."""

from functools import cache
from importlib import import_module

from storyforge_site.providers.offline.storyteller.languages.base import Grammar

CODES = ("en", "ko", "ja")


@cache
def grammar_for(code: str) -> Grammar:
    """Raises ModuleNotFoundError for a language without a module, TypeError for a module without a grammar."""
    module = import_module(f"{__name__}.{code}")
    for found in vars(module).values():
        if isinstance(found, type) and found.__module__ == module.__name__ and getattr(found, "code", "") == code:
            grammar: Grammar = found()
            return grammar
    raise TypeError(f"{module.__name__} has no class with code = {code!r}")
