"""A whole book told by each vendor of texts, as its published description says that it answers."""

import re
from typing import Any

import pytest

from books import services
from books.models import Book, Job, ProviderCall
from books.pipeline import runner
from books.tests.factories import a_spec
from books.tests.pipeline.openai_house import a_sheet, a_story
from storyforge_site.accounts.models import User
from storyforge_site.tests.players import anthropic, gemini, openai
from storyforge_site.tests.vendor import Answer, Asked, vendor

pytestmark = pytest.mark.django_db

PLAYERS = {"openai": openai, "anthropic": anthropic, "gemini": gemini}


def say(words: str) -> dict[str, Any]:
    """A story that forgets its pages the first time, and the sheets."""
    if "<cast>" in words:
        return {"sheets": [a_sheet()]}
    pages = re.search(r"exactly (\d+) pages", words)
    return a_story(int(pages[1]) if pages and "Mend exactly this" in words else 3)


@pytest.mark.parametrize("name", PLAYERS)
def test_a_book_is_told_mended_and_paid_for(alice: User, settings: Any, name: str) -> None:
    settings.LLM_PROVIDER, settings.LLM_MODEL = [name], "gpt-5-mini"
    settings.LLM_API_KEY, settings.ANTHROPIC_API_KEY, settings.GEMINI_API_KEY = openai.KEY, anthropic.KEY, gemini.KEY
    settings.IMAGE_MAX_CONCURRENT = 1

    def script(asked: Asked, before: int) -> Answer:
        return PLAYERS[name].text(asked, say) or Answer(status=404)

    with vendor(script) as playing:
        settings.LLM_BASE_URL = settings.ANTHROPIC_BASE_URL = playing.url
        settings.GEMINI_BASE_URL = f"http://127.0.0.1:{playing.port}/v1beta"
        job = services.order_book(alice, a_spec(page_count=4))
        while Job.objects.open().exists():
            runner.advance(job.pk)

    job.refresh_from_db()
    assert (job.status, job.error_code) == ("done", "")
    assert [page.text for page in Book.objects.get().pages.all()] == [f"Momo swam on page {n}." for n in (1, 2, 3, 4)]
    assert len(playing.asked) == 3  # the story, the story mended, the sheets
    calls = ProviderCall.objects.filter(provider=name)
    assert calls.count() == 3
    assert all(call.cost_microdollars > 1_000 and call.vendor_id for call in calls)
