"""A. Trim, fill in, fold: the wish as every later step reads it."""

import unicodedata
from dataclasses import replace

from books.pipeline.context import Context
from books.spec import BookSpec, HeroSpec
from storyforge_site.lib.language import detect


def is_done(ctx: Context) -> bool:
    return ctx.job.normalised


def run(ctx: Context) -> None:
    ctx.save(spec=normal(ctx.spec).as_dict(), normalised=True)


def normal(spec: BookSpec) -> BookSpec:
    topic = tidy(spec.topic)
    return replace(
        spec,
        topic=topic,
        theme=tidy(spec.theme),
        heroes=tuple(_tidy_hero(hero) for hero in spec.heroes),
        forbidden_elements=tuple(dict.fromkeys(filter(None, map(tidy, spec.forbidden_elements)))),
        series_context=tidy(spec.series_context),
        detected_language=detect(topic) or spec.language,
    )


def tidy(text: str) -> str:
    """One line in canonical form without control or formatting characters."""
    folded = unicodedata.normalize("NFC", text)
    visible = "".join(" " if letter.isspace() else letter for letter in folded if letter.isspace() or _shows(letter))
    return " ".join(visible.split())


def _shows(letter: str) -> bool:
    return letter == "\u200d" or unicodedata.category(letter) not in {"Cc", "Cf", "Co", "Cs", "Cn"}


def _tidy_hero(hero: HeroSpec) -> HeroSpec:
    return replace(
        hero,
        name=tidy(hero.name),
        appearance=tidy(hero.appearance),
        personality=tuple(filter(None, map(tidy, hero.personality))),
    )
