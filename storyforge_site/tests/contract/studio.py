"""API.md, "Studio": camelCase."""

from typing import Any

from books import storage
from books.models import Job, JobKind, JobStatus
from books.tests.factories import jpeg
from storyforge_site.lib.clock import now
from storyforge_site.tests.contract.books import ERROR, SPENT
from storyforge_site.tests.contract.fields import LIMIT, OFFSET, several, text, truth, whole
from storyforge_site.tests.contract.shape import (
    ADDRESS,
    COUNT,
    MOMENT,
    TEXT,
    Anything,
    Between,
    Matching,
    Nullable,
    Shape,
    identity,
)
from storyforge_site.tests.contract.table import Field, Row
from storyforge_site.tests.contract.world import World

ASKED = {"jobId": identity("job")}
STORY = {
    "id": TEXT,
    "title": str,
    "genre": str,
    "tone": str,
    "config": Anything,
    "blueprint": Anything,
    "storyContent": Anything,
    "storyImages": Anything,
    "sequelOfId": Nullable(TEXT),
    "createdAt": MOMENT,
    "updatedAt": MOMENT,
}
OURS = {"jobId": "studio_job_id"}


def job(status: str, kind: str = "text", *, result: Shape = None, error: Shape = None) -> dict[str, Shape]:
    return {
        "jobId": identity("job"),
        "kind": kind,
        "status": status,
        "progress": Between(0, 100),
        "result": result,
        "error": error,
    }


def _ended(world: World, **fields: Any) -> None:
    Job.objects.filter(pk=world.ids["studio_job_id"]).update(finished_at=now(), **fields)


def a_text_is_written(world: World) -> None:
    _ended(world, status=JobStatus.DONE, result={"text": "Once upon a time"})


def a_picture_is_painted(world: World) -> None:
    key = storage.store("studio.jpg", jpeg(side=64))
    _ended(world, status=JobStatus.DONE, kind=JobKind.IMAGEN, result={"image_key": key})


def a_sequel_is_written(world: World) -> None:
    _ended(world, status=JobStatus.DONE, kind=JobKind.SEQUEL, result={"blueprint": {"title": "Again"}})


def it_failed(world: World) -> None:
    _ended(world, status=JobStatus.FAILED, error_code="LLM_TIMEOUT")


ASKING = (
    Row(
        "POST",
        "/api/ai/text",
        202,
        ASKED,
        body={"userPrompt": "a fox"},
        fields={
            "systemPrompt": text(20_000),
            "userPrompt": text(20_000, least=1, required=True),
            "jsonMode": truth(),
            "timeoutMs": whole(1_000, 300_000),
            "generationConfig.temperature": Field(good=(0, 2), bad=(-0.1, 2.1)),
            "generationConfig.topP": Field(good=(0, 1), bad=(-0.1, 1.1)),
            "generationConfig.maxOutputTokens": whole(1, 12_000),
            "generationConfig": Field(bad=({"model": "dear"},), named="generationConfig.model"),
        },
        refusals=(SPENT,),
        keyed=True,
    ),
    Row(
        "POST",
        "/api/ai/imagen",
        202,
        ASKED,
        body={"prompt": "a fox"},
        fields={"prompt": text(8_000, least=1, required=True), "timeoutMs": whole(1_000, 60_000)},
        refusals=(SPENT,),
        keyed=True,
    ),
    Row(
        "POST",
        "/api/ai/sequel",
        202,
        ASKED,
        body={"sourceBlueprint": {"title": "The fox"}, "chapterCount": 1},
        fields={
            "sourceBlueprint": Field(
                good=({"a": "x" * (200_000 - 9)},), bad=({"a": "x" * (200_000 - 8)}, ["a"]), required=True
            ),
            "endingExcerpt": text(2_500),
            "chapterCount": whole(1, 50, required=True),
            "bannedDescriptorTokens": several(200),
            "bannedPhrases": several(200),
        },
        refusals=(SPENT,),
        keyed=True,
    ),
)
JOBS = (
    Row("GET", "/api/jobs/{jobId}", 200, job("queued"), ids=OURS),
    Row(
        "GET",
        "/api/jobs/{jobId}",
        200,
        job("done", result={"text": TEXT}),
        case="of a text",
        given=a_text_is_written,
        ids=OURS,
    ),
    Row(
        "GET",
        "/api/jobs/{jobId}",
        200,
        job("done", "imagen", result={"dataUrl": Matching("data:image/jpeg;base64,.+"), "imageUrl": ADDRESS}),
        case="of a picture",
        given=a_picture_is_painted,
        ids=OURS,
    ),
    Row(
        "GET",
        "/api/jobs/{jobId}",
        200,
        job("done", "sequel", result={"blueprint": dict}),
        case="of a sequel",
        given=a_sequel_is_written,
        ids=OURS,
    ),
    Row(
        "GET",
        "/api/jobs/{jobId}",
        200,
        job("failed", error=ERROR),
        case="of one that failed",
        given=it_failed,
        ids=OURS,
    ),
    Row("POST", "/api/jobs/{jobId}/cancel", 202, job("cancelled", error=ERROR), ids=OURS),
)
STORIES = (
    Row(
        "GET",
        "/api/stories",
        200,
        {"stories": [STORY], "total": COUNT},
        fields={"limit": LIMIT, "offset": OFFSET},
    ),
    Row(
        "POST",
        "/api/stories",
        200,
        STORY,
        body={"id": "s-2", "title": "The fox", "sequelOfId": "s-1"},
        fields={
            "id": text(80, least=1, required=True),
            "title": text(200),
            "genre": text(80),
            "tone": text(80),
            "sequelOfId": Field(good=(None, "x" * 80), bad=("x" * 81, 5)),
            "config": Field(good=({}, ["a"])),
            "blueprint": Field(good=({"title": "t"},)),
            "storyContent": Field(good=({"1": "text"},)),
            "storyImages": Field(good=([], ["a"])),
        },
        keyed=True,
    ),
    Row("GET", "/api/stories/{id}", 200, STORY, ids={"id": "story_id"}),
    Row("DELETE", "/api/stories/{id}", 204, None, ids={"id": "story_id"}),
)
ROWS = (*ASKING, *JOBS, *STORIES)
