"""The proof-reader: `python -m storyforge_site.providers.offline.storyteller.engine.proof --language en`.

Without `--book` it checks every text of a language and prints each fault with file, key and words; it ends with 1
when there are faults. With `--book "a topic"` it prints the book as a person reads it.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence

from storyforge_site.providers.offline.storyteller.engine import faults, library, measures
from storyforge_site.providers.offline.storyteller.engine.faults import Fault
from storyforge_site.providers.offline.storyteller.languages import CODES, grammar_for


def read(language: str, unit: str = "") -> Iterator[Fault]:
    """Every fault of a language; with `unit`, of one quest or one shape only."""
    quests = [name for name in library.quests() if unit in ("", name)]
    shapes = [name for name in library.shapes() if unit in ("", name)]
    for quest in quests:
        yield from faults.in_quest(language, quest)
    for shape in shapes:
        yield from faults.in_shape(language, shape)
    if not unit:
        yield from faults.in_words(language)
        yield from faults.in_together(language)
    try:
        grammar = grammar_for(language)
    except (ModuleNotFoundError, TypeError) as error:
        yield Fault(f"languages/{language}.py", "*", f"has no grammar yet, so nothing was measured: {error}")
        return
    texts = library.texts(language)
    for quest in [name for name in quests if name in texts.quests]:
        yield from measures.in_units(texts, grammar, quest)
    if not unit:
        yield from measures.in_wishes(texts, grammar)
    yield from (
        fault
        for fault in measures.in_pages(texts, grammar)
        if not shapes or unit in ("", _name(fault)) or unit in quests
    )


def _name(fault: Fault) -> str:
    return fault.file.split("/")[-1].removesuffix(".toml")


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options().parse_args(arguments)
    if options.book is not None:
        from storyforge_site.providers.offline.storyteller.engine import reading

        sys.stdout.write(f"{reading.aloud(options.language, options.book, options.age, options.pages, options.seed)}\n")
        return 0
    found = list(read(options.language, options.unit))
    for fault in found:
        sys.stdout.write(f"{fault}\n")
    sys.stdout.write(f"{_count(options.language, found)}\n")
    return 1 if found else 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Proof-read the storyteller's texts, or print a book.")
    parser.add_argument("--language", choices=CODES, required=True)
    parser.add_argument("--unit", default="", metavar="NAME", help="only this quest or shape")
    parser.add_argument("--book", metavar="TOPIC", help="print a book on this topic")
    parser.add_argument("--age", default="5-7", choices=("3-5", "5-7", "7-9", "adult"))
    parser.add_argument("--pages", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    return parser


def _count(language: str, found: Sequence[Fault]) -> str:
    texts = library.texts(language)
    written = (
        f"{len(texts.quests)} of {len(library.quests())} quests, {len(texts.shapes)} of {len(library.shapes())} shapes"
    )
    by_file = ", ".join(f"{file} {count}" for file, count in Counter(fault.file for fault in found).most_common(12))
    return f"{language}: {written} written; {len(found)} faults" + (f" ({by_file})" if found else "")


if __name__ == "__main__":
    sys.exit(main())
