"""English nouns: articles, plurals."""

import re

_VOWEL = re.compile(r"(?!(?:uni|use|eu|one\b|u[bst][aeiou]))(?:[aeiou]|hour|honest|heir)", re.IGNORECASE)
_DETERMINED = re.compile(
    r"(?:an?|the|my|your|his|her|our|their|some|two|three|four|five|ten|\S+['’]s)\s", re.IGNORECASE
)


def with_article(noun: str) -> str:
    """`owl` → `an owl`; a plural, an uncountable with `some`, or an owned thing stays as it is."""
    if not noun or _DETERMINED.match(noun) or is_plural(noun):
        return noun
    return f"{'an' if _VOWEL.match(noun) else 'a'} {noun}"


def definite(noun: str) -> str:
    """`a key` → `the key`; `umbrellas` → `the umbrellas`; `my grandmother's soup` stays."""
    bare = re.sub(r"^(?:an?|some)\s+", "", noun)
    return bare if not bare or _DETERMINED.match(bare) else f"the {bare}"


def is_plural(noun: str) -> bool:
    last = noun.split(" of ")[0].split()[-1].casefold() if noun.split() else ""
    return last in {"people", "children", "mice", "geese", "feet", "teeth", "men", "women"} or (
        last.endswith("s") and not last.endswith(("ss", "us", "is", "lens"))
    )
