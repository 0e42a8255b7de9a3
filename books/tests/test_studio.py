"""The writing studio: questions to models as jobs, stories kept by the client's own ids."""

import base64
import json
from typing import Any
from urllib.parse import quote

import pytest
from rest_framework.test import APIClient

from books import audit
from books.models import Job, StudioStory
from books.pipeline import runner
from books.tests.factories import a_book, a_job
from books.tests.pipeline import openai_house as house
from credits import services as credits
from storyforge_site.accounts.models import User
from storyforge_site.tests.vendor import Answer, Asked

pytestmark = pytest.mark.django_db

TEXT = {"systemPrompt": "You write for children.", "userPrompt": "A fox who wants to paint the moon"}
BLUEPRINT = {"title": "The fox and the moon", "world": {"place": "a hill"}, "chapters": [{"number": 1, "title": "One"}]}


def ask(api: APIClient, path: str, body: dict[str, Any]) -> Any:
    return api.post(f"/api/ai/{path}", body, format="json")


def answered(api: APIClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    begun = ask(api, path, body)
    assert (begun.status_code, set(begun.json())) == (202, {"jobId"}), begun.content
    runner.advance(begun.json()["jobId"])
    status: dict[str, Any] = api.get(f"/api/jobs/{begun.json()['jobId']}").json()
    assert set(status) == {"jobId", "kind", "status", "progress", "result", "error"}
    return status


# --- text ---------------------------------------------------------------------------------------
def test_words_by_the_offline_engine(as_alice: APIClient, alice: User) -> None:
    status = answered(as_alice, "text", TEXT)

    assert (status["kind"], status["status"], status["progress"], status["error"]) == ("text", "done", 100, None)
    assert set(status["result"]) == {"text"}
    assert len(status["result"]["text"].split("\n\n")) == 9  # a title and eight paragraphs
    assert credits.balance_of(alice) == 3
    assert list(audit.faults()) == []


@pytest.mark.parametrize(("prompt", "script"), [("달을 그리고 싶은 여우", "가힣"), ("月をかきたいきつね", "ぁん")])
def test_words_in_the_language_of_the_question(as_alice: APIClient, prompt: str, script: str) -> None:
    text = answered(as_alice, "text", {"userPrompt": prompt})["result"]["text"]

    assert sum(script[0] <= letter <= script[1] for letter in text) > len(text) / 4


def test_json_where_json_is_wanted(as_alice: APIClient) -> None:
    text = answered(as_alice, "text", {**TEXT, "jsonMode": True})["result"]["text"]

    assert set(json.loads(text)) == {"title", "paragraphs"}


def test_a_model_is_asked_as_the_studio_says(as_alice: APIClient, settings: Any) -> None:
    def script(asked: Asked, before: int) -> Answer:
        is_chat = asked.path.endswith("/chat/completions")
        choice = {"message": {"content": "The fox\u0000 painted."}, "finish_reason": "stop"}
        return Answer({"model": "small", "choices": [choice]}) if is_chat else house.play(asked, before)

    with house.opened(settings, script, LLM_MODEL="small") as model:
        config = {"temperature": 0.4, "topP": 0.9, "maxOutputTokens": 50}
        status = answered(as_alice, "text", {**TEXT, "jsonMode": True, "generationConfig": config})

    assert status["result"] == {"text": "The fox painted."}
    sent = model.asked_at("/v1/chat/completions")[0].body
    assert [message["content"] for message in sent["messages"]] == [TEXT["systemPrompt"], TEXT["userPrompt"]]
    assert (sent["temperature"], sent["top_p"], sent["max_tokens"]) == (0.4, 0.9, 50)
    assert sent["response_format"] == {"type": "json_object"}


@pytest.mark.parametrize("where", ["userPrompt", "systemPrompt"])
def test_what_is_asked_and_what_is_said_is_looked_at(as_alice: APIClient, settings: Any, where: str) -> None:
    asked = answered(as_alice, "text", {**TEXT, where: "how to murder somebody with a knife, bloody"})

    def script(asked: Asked, before: int) -> Answer:
        if asked.path.endswith("/chat/completions"):
            return house.chat({"anything": "unfit"})
        return house.verdict(flagged="unfit" in json.dumps(asked.body))

    with house.opened(settings, script, LLM_MODEL="small"):
        said = answered(as_alice, "text", TEXT)

    assert (asked["status"], asked["error"]["code"]) == ("failed", "SAFETY_INPUT")
    assert (said["status"], said["error"]["code"], said["result"]) == ("failed", "SAFETY_OUTPUT", None)


# --- a picture ------------------------------------------------------------------------------------
def test_a_picture_as_data_and_as_an_address(as_alice: APIClient) -> None:
    status = answered(as_alice, "imagen", {"prompt": "A fox paints the moon on a hill"})

    assert status["status"] == "done", status
    head, data = status["result"]["dataUrl"].split(",")
    assert head == "data:image/jpeg;base64"
    assert base64.b64decode(data)[:2] == b"\xff\xd8"
    assert status["result"]["imageUrl"].startswith("/files/users/")


def test_a_picture_is_bought_once_however_often_its_job_is_walked(as_alice: APIClient, settings: Any) -> None:
    with house.opened(settings, LLM_MODEL="small") as model:
        status = answered(as_alice, "imagen", {"prompt": "A fox"})
        Job.objects.update(status="queued", finished_at=None, lease_expires_at=None)
        runner.advance(Job.objects.get().pk)

    assert status["status"] == "done"
    assert Job.objects.get().status == "done"
    assert len(model.asked_at("/v1/images/generations")) <= 2  # what was put away is swept once it is done


# --- a sequel -------------------------------------------------------------------------------------
def test_the_blueprint_of_a_sequel_keeps_its_world(as_alice: APIClient) -> None:
    blueprint = answered(as_alice, "sequel", {"sourceBlueprint": BLUEPRINT, "chapterCount": 3})["result"]["blueprint"]

    assert blueprint["world"] == {"place": "a hill"}
    assert blueprint["title"] != BLUEPRINT["title"]
    assert [chapter["number"] for chapter in blueprint["chapters"]] == [1, 2, 3]
    assert all(chapter["title"] and chapter["summary"] for chapter in blueprint["chapters"])


def test_a_sequel_without_the_banned_words(as_alice: APIClient, settings: Any) -> None:
    answers = iter([{"chapters": [{"title": "The shimmering sea"}]}, {"chapters": [{"title": "The quiet sea"}]}])

    def script(asked: Asked, before: int) -> Answer:
        return house.chat(next(answers)) if asked.path.endswith("/completions") else house.play(asked, before)

    with house.opened(settings, script, LLM_MODEL="small") as model:
        body = {"sourceBlueprint": BLUEPRINT, "chapterCount": 1, "bannedDescriptorTokens": ["Shimmering"]}
        status = answered(as_alice, "sequel", body)

    assert status["result"]["blueprint"] == {"chapters": [{"title": "The quiet sea"}]}
    assert "'Shimmering' must not be used" in model.asked_at("/v1/chat/completions")[1].body["messages"][1]["content"]


def test_a_key_asks_once(as_alice: APIClient) -> None:
    answers = [
        as_alice.post("/api/ai/text", TEXT, format="json", headers={"Idempotency-Key": "k"}) for _time in range(2)
    ]

    assert answers[0].content == answers[1].content
    assert Job.objects.count() == 1


# --- jobs -----------------------------------------------------------------------------------------
def test_a_job_of_the_studio_can_be_stopped(as_alice: APIClient) -> None:
    job_id = ask(as_alice, "text", TEXT).json()["jobId"]

    answer = as_alice.post(f"/api/jobs/{job_id}/cancel")

    assert (answer.status_code, answer.json()["status"], answer.json()["error"]["code"]) == (
        202,
        "cancelled",
        "CANCELLED",
    )
    runner.advance(job_id)
    assert Job.objects.get().status == "cancelled"


def test_jobs_of_others_and_of_books_are_not_there(as_alice: APIClient, as_bob: APIClient, alice: User) -> None:
    mine = ask(as_alice, "text", TEXT).json()["jobId"]
    of_book = a_job(a_book(alice, pages=0), finished=True).pk

    assert as_bob.get(f"/api/jobs/{mine}").status_code == 404
    assert as_bob.post(f"/api/jobs/{mine}/cancel").status_code == 404
    assert as_alice.get(f"/api/jobs/{of_book}").status_code == 404


# --- stories --------------------------------------------------------------------------------------
def a_story(**fields: Any) -> dict[str, Any]:
    story = {"id": "s-1", "title": "The fox", "genre": "fable", "tone": "warm", "config": {"age": 5}}
    return (
        story
        | {"blueprint": BLUEPRINT, "storyContent": {"1": "text"}, "storyImages": ["a"], "sequelOfId": None}
        | fields
    )


def test_a_story_is_kept_and_changed_by_the_clients_id(as_alice: APIClient) -> None:
    first = as_alice.post("/api/stories", a_story(), format="json").json()
    as_alice.post("/api/stories", a_story(title="The fox again"), format="json")

    kept = as_alice.get("/api/stories/s-1").json()

    assert {name: first[name] for name in a_story()} == a_story()
    assert kept["title"] == "The fox again"
    assert as_alice.get("/api/stories").json()["total"] == StudioStory.objects.count() == 1


@pytest.mark.parametrize("key", ["a/b", "/", "a%2Fb", "..", "a?b", "별"])
def test_whatever_a_client_calls_a_story_it_finds_it_by_that(as_alice: APIClient, key: str) -> None:
    as_alice.post("/api/stories", {"id": key}, format="json")

    address = f"/api/stories/{quote(key, safe='')}"

    assert as_alice.get(address).json()["id"] == key
    assert as_alice.delete(address).status_code == 204


def test_two_families_may_use_the_same_id(as_alice: APIClient, as_bob: APIClient) -> None:
    as_alice.post("/api/stories", a_story(), format="json")
    as_bob.post("/api/stories", a_story(title="Bob's"), format="json")

    assert as_alice.get("/api/stories/s-1").json()["title"] == "The fox"
    assert as_bob.delete("/api/stories/s-1").status_code == 204
    assert as_alice.get("/api/stories/s-1").status_code == 200
    assert as_bob.get("/api/stories/s-1").status_code == 404


def test_the_list_has_pages(as_alice: APIClient, alice: User) -> None:
    StudioStory.objects.bulk_create(StudioStory(user=alice, client_id=f"s-{number}") for number in range(100))

    answer = as_alice.get("/api/stories?limit=10&offset=5").json()

    assert (len(answer["stories"]), answer["total"]) == (10, 100)


def test_strangers_are_asked_to_sign_in(as_nobody: APIClient) -> None:
    for path in ("/api/stories", "/api/stories/s-1", "/api/jobs/job_1"):
        assert as_nobody.get(path).status_code == 401
    assert ask(as_nobody, "text", TEXT).status_code == 401


def test_a_job_of_the_studio_is_no_job_of_a_book(as_alice: APIClient) -> None:
    job_id = answered(as_alice, "text", TEXT)["jobId"]

    for path in ("", "/events"):
        assert as_alice.get(f"/v1/books/{job_id}{path}").status_code == 404
    assert as_alice.post(f"/v1/books/{job_id}/cancel").status_code == 404
    regenerate = as_alice.post(f"/v1/books/{job_id}/pages/1/regenerate", {"mode": "text"}, format="json")
    assert regenerate.status_code == 404
