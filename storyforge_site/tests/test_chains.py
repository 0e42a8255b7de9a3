"""A chain of vendors: what is one's own trouble is not the next one's; a refusal and a limit of ours end it."""

from typing import Any

import pytest

from storyforge_site.lib import deadlines
from storyforge_site.lib.breaker import Breaker
from storyforge_site.lib.deadlines import OutOfTime
from storyforge_site.lib.errors import Code, Kind, StoryforgeError
from storyforge_site.providers import registry
from storyforge_site.providers.image import waiting
from storyforge_site.tests.picture_wishes import Drawer, a_request
from storyforge_site.tests.players import anthropic, openai, openai_pictures, replicate
from storyforge_site.tests.vendor import Answer, Asked, Vendor, vendor
from storyforge_site.tests.wishes import REQUEST

CHAT = "/v1/chat/completions"


def writers(settings: Any, made: Vendor) -> None:
    settings.LLM_PROVIDER, settings.LLM_MODEL, settings.LLM_API_KEY = ["openai", "anthropic"], "gpt-5", openai.KEY
    settings.ANTHROPIC_API_KEY = anthropic.KEY
    settings.LLM_BASE_URL = settings.ANTHROPIC_BASE_URL = made.url


def told(settings: Any, first: Answer) -> str:
    """Who writes when the first of two answers so."""

    def script(asked: Asked, before: int) -> Answer:
        if asked.path == CHAT:
            return first
        return anthropic.text(asked, lambda words: {"title": "Momo"}) or Answer(status=404)

    with vendor(script) as made:
        writers(settings, made)
        return registry.story_model().complete_json(REQUEST).usage.provider


@pytest.mark.parametrize(
    "first",
    [
        Answer({"error": {"code": "model_not_found", "message": "The model `gpt-5` does not exist."}}, status=404),
        Answer({"error": {"code": "context_length_exceeded"}}, status=400),
        Answer(b"<html>413 Request Entity Too Large</html>", status=413),
        Answer({"error": {"code": "unsupported_country_region_territory"}}, status=403),
        Answer(status=405),
        Answer(status=410),
        Answer(status=302, headers={"Location": "http://127.0.0.1:1/"}),
        Answer(b"x" * 100),
    ],
    ids=["retired", "too long", "too large", "region", "no such way", "gone", "elsewhere", "garbage"],
)
def test_what_is_a_vendors_own_trouble_is_not_the_next_ones(settings: Any, first: Answer) -> None:
    assert told(settings, first) == "anthropic"


def test_a_refusal_is_not_taken_to_another_vendor(settings: Any) -> None:
    with pytest.raises(StoryforgeError) as failure:
        told(settings, Answer({"error": {"code": "content_policy_violation"}}, status=400))

    assert failure.value.code is Code.SAFETY_OUTPUT


@pytest.mark.parametrize(
    "answer",
    [
        Answer({"error": {"code": "model_not_found"}}, status=404),
        Answer({"error": {"status": "FAILED_PRECONDITION", "message": "User location is not supported."}}, status=400),
    ],
    ids=["retired", "region"],
)
def test_what_only_an_operator_can_mend_has_the_code_that_says_so(settings: Any, answer: Answer) -> None:
    with vendor(lambda asked, before: answer) as made:
        writers(settings, made)
        settings.LLM_PROVIDER = ["openai"]
        with pytest.raises(StoryforgeError) as failure:
            registry.story_model().complete_json(REQUEST)

    assert (failure.value.code, len(made.asked)) == (Code.PROVIDER_UNAVAILABLE, 1)


def test_a_server_without_edits_is_not_taken_for_one_that_is_away(settings: Any) -> None:
    def script(asked: Asked, before: int) -> Answer:
        if asked.path == "/v1/images/edits":
            return Answer(status=404)
        return Answer({"data": [{"b64_json": "YQ=="}]})

    with vendor(script) as made:
        settings.IMAGE_PROVIDER, settings.IMAGE_REFERENCES, settings.IMAGE_BASE_URL = ["openai"], True, made.url
        painted = [registry.image_model().generate(a_request(references=[b"jpeg"])).data for _ in range(2)]

    assert painted == [b"a", b"a"]
    assert not Breaker("pictures:openai").is_open()


class FullDrawer(Drawer):
    def write(self, provider: str, vendor_id: str) -> None:
        raise StoryforgeError(Code.STORAGE_UPLOAD_FAILED, kind=Kind.RETRYABLE)


def test_trouble_of_our_own_buys_nothing_from_the_next_vendor(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_POLL_SECONDS", 0.02)
    predictions = replicate.Replicate()

    def script(asked: Asked, before: int) -> Answer:
        for player in (predictions.picture, openai_pictures.picture):
            if answer := player(asked, lambda: b"picture"):
                return answer
        return Answer(status=404)

    with vendor(script) as made:
        settings.IMAGE_PROVIDER, settings.IMAGE_MODEL = ["replicate", "openai"], "gpt-image-1"
        settings.REPLICATE_API_KEY, settings.IMAGE_API_KEY = replicate.KEY, openai_pictures.KEY
        settings.IMAGE_BASE_URL = settings.REPLICATE_BASE_URL = made.url
        with pytest.raises(StoryforgeError) as failure:
            registry.image_model().generate(a_request(ticket=FullDrawer()))

    assert failure.value.code is Code.STORAGE_UPLOAD_FAILED
    assert len(made.asked) == 1


def test_of_two_failures_the_one_that_may_pass_is_told(settings: Any) -> None:
    def script(asked: Asked, before: int) -> Answer:
        return Answer(status=503, headers={"Retry-After": "0"}) if asked.path == CHAT else Answer(status=400)

    with vendor(script) as made:
        writers(settings, made)
        with pytest.raises(StoryforgeError) as failure:
            registry.story_model().complete_json(REQUEST)

    assert failure.value.may_pass


def test_when_the_first_takes_all_the_time_the_next_walk_begins_with_the_second(settings: Any) -> None:
    drawer, slow = Drawer(), Answer(delay=1.5)

    def script(asked: Asked, before: int) -> Answer:
        if "generateContent" in asked.path:
            return slow
        return openai_pictures.picture(asked, lambda: b"picture") or Answer(status=404)

    with vendor(script) as made:
        settings.IMAGE_PROVIDER, settings.IMAGE_MODEL, settings.IMAGE_TIMEOUT = ["imagen", "openai"], "gpt-image-1", 1.0
        settings.IMAGE_API_KEY, settings.IMAGE_BASE_URL = openai_pictures.KEY, made.url
        settings.GEMINI_BASE_URL = f"{made.url}beta"
        with deadlines.within(1.3), pytest.raises(StoryforgeError) as failure:
            registry.image_model().generate(a_request(ticket=drawer))
        with deadlines.within(1.3):
            painted = registry.image_model().generate(a_request(ticket=drawer))

    assert (failure.value.code, failure.value.may_pass) == (Code.IMAGE_TIMEOUT, True)
    assert painted.usage.provider == "openai"
    assert len(made.asked) == 2


def test_when_there_was_no_time_at_all_nothing_failed(settings: Any) -> None:
    settings.IMAGE_PROVIDER = ["imagen", "openai"]
    with deadlines.within(1.0), pytest.raises(OutOfTime):
        registry.image_model().generate(a_request(ticket=Drawer()))
