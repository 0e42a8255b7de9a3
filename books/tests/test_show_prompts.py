"""`manage.py show_prompts`: what models would be told, and nobody is."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from books.tests.pipeline.openai_house import play
from storyforge_site.tests.vendor import vendor


def run(**options: Any) -> str:
    out = io.StringIO()
    call_command("show_prompts", stdout=out, no_color=True, **options)
    return out.getvalue()


def test_every_prompt_of_a_book_is_shown_and_nobody_is_asked(settings: Any) -> None:
    with vendor(play) as openai:
        settings.LLM_PROVIDER = settings.IMAGE_PROVIDER = ["openai"]
        settings.LLM_BASE_URL = settings.IMAGE_BASE_URL = openai.url
        shown = run(topic="A shy dragon", pages="4", language="ko", style="pixel", without=["knives"], seed=7)

    steps = [line for line in shown.splitlines() if line.startswith("===")]
    assert steps == [
        "=== story ===",
        "=== character sheets ===",
        "=== picture of the cover ===",
        *(f"=== picture of page {number} ===" for number in range(1, 5)),
    ]
    assert "exactly 4 pages in Korean" in shown
    assert '"topic": "A shy dragon"' in shown
    assert shown.count("--- schema") == 2
    assert shown.count("pixel art, crisp square pixels") == 5
    assert shown.count("photograph of a real person, knives") == 5
    assert openai.asked == []


def test_it_shows_the_wish_as_the_pipeline_reads_it() -> None:
    assert '"topic": "a fox and an owl"' in run(topic=" a\u200b fox\nand  an owl ", pages="4")


def test_a_seed_shows_the_same_again() -> None:
    assert run(topic="a fox", pages="4", seed=1) == run(topic="a fox", pages="4", seed=1)


def test_bad_input_is_one_clear_sentence() -> None:
    with pytest.raises(CommandError, match="page_count: Ensure this value is less than or equal to 12"):
        run(topic="a fox", pages="13")
