"""A proper name in an English topic."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from storyforge_site.providers.offline.storyteller.languages import en_lexicon as lexicon
from storyforge_site.providers.offline.storyteller.languages.en_matching import pattern_of


def name_in(text: str, words: Mapping[str, Any]) -> str:
    called = re.search(r"\b(?:named|called|name is) ([A-Za-zÀ-ÿ][\w'\-]*)", text, re.IGNORECASE)
    if called:
        return str(called.group(1)[:1].upper() + called.group(1)[1:])
    tokens = lexicon.WORD.findall(text)
    capitals = [token for token in tokens if token[:1].isupper()]
    is_headline = len(capitals) * 3 >= len(tokens) * 2
    listed = {name for group in words.get("names", {}).values() for name in group}
    for index, token in enumerate(tokens):
        bare = token.removesuffix("'s")
        if not bare[:1].isupper() or bare.casefold() in lexicon.STARTERS or _is_known(bare, words):
            continue
        following = tokens[index + 1] if index + 1 < len(tokens) else ""
        if bare in listed or (index and not is_headline) or (not index and _leads(token, following, tokens[2:3])):
            return str(bare)
    return ""


def _leads(token: str, following: str, after: Sequence[str]) -> bool:
    """Whether an unknown first word stands where a name stands: `Oluchi and the …`, `Oluchi's …`, `Oluchi learns …`."""
    if token.endswith("'s"):
        return True
    if token.casefold().endswith(("s", "ing")):
        return False
    then = after[0].casefold() if after else ""
    verb = following.endswith("s") and not following.endswith("ss") and following.islower()
    return (following.casefold() == "and" and then in {"the", "a", "an", "his", "her", "their"}) or (
        following.casefold() in {"who", "the", "wants", "goes"} or verb
    )


def _is_known(word: str, words: Mapping[str, Any]) -> bool:
    """Whether it is a common word of ours (a kind, a trait, a keyword, a thing), so no name."""
    tables = [words.get("kinds", {}), words.get("keywords", {}), words.get("settings", {})]
    tables += [
        {t: entry.get("words", ()) for t, entry in words.get(table, {}).items()} for table in ("traits", "themes")
    ]
    if word.casefold() in {prop.casefold() for prop in words.get("props", {})}:
        return True
    return any(pattern_of(entry).fullmatch(word) for table in tables for entries in table.values() for entry in entries)
