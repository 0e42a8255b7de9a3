"""The writing studio's API (API.md, "Studio"): camelCase, and every question to a model is a job."""

import base64
import json
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from books import services, storage, studio
from books.api import shapes
from books.models import Job, JobKind, JobStatus, StudioStory
from storyforge_site.accounts.who import signed_in
from storyforge_site.drf import ApiView, PageQuery, StrictSerializer, idempotent, require_no_fields
from storyforge_site.lib import ratelimits
from storyforge_site.lib.errors import Code
from storyforge_site.schema import documented

_SOURCE_BYTES = 200_000


class Sampling(StrictSerializer):
    temperature = serializers.FloatField(min_value=0, max_value=2, required=False)
    topP = serializers.FloatField(min_value=0, max_value=1, required=False)
    maxOutputTokens = serializers.IntegerField(min_value=1, max_value=12_000, required=False)


class TextAsked(StrictSerializer):
    systemPrompt = serializers.CharField(max_length=20_000, default="", allow_blank=True, trim_whitespace=False)
    userPrompt = serializers.CharField(max_length=20_000, trim_whitespace=False)
    jsonMode = serializers.BooleanField(default=False)
    timeoutMs = serializers.IntegerField(min_value=1_000, max_value=300_000, default=60_000)
    generationConfig = Sampling(default=dict)


class PictureAsked(StrictSerializer):
    prompt = serializers.CharField(max_length=8_000)
    timeoutMs = serializers.IntegerField(min_value=1_000, max_value=60_000, default=60_000)


class SequelAsked(StrictSerializer):
    sourceBlueprint = serializers.DictField()
    endingExcerpt = serializers.CharField(max_length=2_500, default="", allow_blank=True)
    chapterCount = serializers.IntegerField(min_value=1, max_value=50)
    bannedDescriptorTokens = serializers.ListField(
        child=serializers.CharField(max_length=80), max_length=200, default=list
    )
    bannedPhrases = serializers.ListField(child=serializers.CharField(max_length=200), max_length=200, default=list)

    def validate_sourceBlueprint(self, value: dict[str, Any]) -> dict[str, Any]:
        if len(json.dumps(value, ensure_ascii=False).encode()) > _SOURCE_BYTES:
            raise serializers.ValidationError(f"At most {_SOURCE_BYTES} bytes.")
        return value


class StoryAsked(StrictSerializer):
    id = serializers.CharField(max_length=80)
    title = serializers.CharField(max_length=200, default="", allow_blank=True)
    genre = serializers.CharField(max_length=80, default="", allow_blank=True)
    tone = serializers.CharField(max_length=80, default="", allow_blank=True)
    config = serializers.JSONField(default=dict)
    blueprint = serializers.JSONField(default=dict)
    storyContent = serializers.JSONField(default=dict)
    storyImages = serializers.JSONField(default=list)  # type: ignore[arg-type]  # the stubs think of objects only
    sequelOfId = serializers.CharField(max_length=80, default="", allow_blank=True, allow_null=True)


_COLUMNS = {
    "title": "title",
    "genre": "genre",
    "tone": "tone",
    "config": "config",
    "blueprint": "blueprint",
    "storyContent": "story_content",
    "storyImages": "story_images",
    "sequelOfId": "sequel_of_id",
}


class Asking(ApiView):
    """One question to a model."""

    rate_group = ratelimits.GENERATE

    def ask(self, request: Request, kind: JobKind, body: StrictSerializer, *, spoken: str) -> Response:
        """`spoken`: the field whose words say which language it is about."""
        body.is_valid(raise_exception=True)
        asked = json.loads(json.dumps(body.validated_data))
        words = asked[spoken] if isinstance(asked[spoken], str) else json.dumps(asked[spoken], ensure_ascii=False)
        job = studio.order(signed_in(request), kind, asked, words=words)
        return Response({"jobId": job.pk}, status=202)


class AskText(Asking):
    @documented("Have a text written", shapes.Asked, status=202, body=TextAsked, errors=[Code.BUDGET_EXHAUSTED])
    @idempotent
    def post(self, request: Request) -> Response:
        return self.ask(request, JobKind.TEXT, TextAsked(data=request.data), spoken="userPrompt")


class AskPicture(Asking):
    @documented("Have a picture painted", shapes.Asked, status=202, body=PictureAsked, errors=[Code.BUDGET_EXHAUSTED])
    @idempotent
    def post(self, request: Request) -> Response:
        return self.ask(request, JobKind.IMAGEN, PictureAsked(data=request.data), spoken="prompt")


class AskSequel(Asking):
    @documented("Have a sequel planned", shapes.Asked, status=202, body=SequelAsked, errors=[Code.BUDGET_EXHAUSTED])
    @idempotent
    def post(self, request: Request) -> Response:
        return self.ask(request, JobKind.SEQUEL, SequelAsked(data=request.data), spoken="sourceBlueprint")


class StudioJob(ApiView):
    @documented("The status of a studio job", shapes.StudioJob)
    def get(self, request: Request, job_id: str) -> Response:
        return Response(_job(_own_job(request, job_id)))


class CancelStudioJob(ApiView):
    @documented("Stop a studio job", shapes.StudioJob, status=202)
    def post(self, request: Request, job_id: str) -> Response:
        require_no_fields(request)
        job = _own_job(request, job_id)
        services.cancel_book(job)
        job.refresh_from_db()
        return Response(_job(job), status=202)


class Stories(ApiView):
    @documented("The stories of the studio", shapes.StudioStories, query=PageQuery)
    def get(self, request: Request) -> Response:
        query = PageQuery.of(request)
        stories = StudioStory.objects.owned_by(signed_in(request))
        found = [_story(story) for story in stories[query.window]]
        return Response({"stories": found, "total": query.total(found, stories)})

    @documented("Keep a story", shapes.StudioStory, body=StoryAsked)
    @idempotent
    def post(self, request: Request) -> Response:
        """Upserts by the client's own `id`."""
        body = StoryAsked(data=request.data)
        body.is_valid(raise_exception=True)
        sent = body.validated_data
        fields = {column: sent[name] for name, column in _COLUMNS.items()}
        fields["sequel_of_id"] = fields["sequel_of_id"] or ""
        return Response(_story(studio.keep_story(signed_in(request), sent["id"], fields)))


class Story(ApiView):
    @documented("A story of the studio", shapes.StudioStory)
    def get(self, request: Request, story_id: str) -> Response:
        return Response(_story(_own_story(request, story_id)))

    @documented("Throw a story away", status=204)
    def delete(self, request: Request, story_id: str) -> Response:
        _own_story(request, story_id).delete()
        return Response(status=204)


def _own_job(request: Request, job_id: str) -> Job:
    jobs = Job.objects.owned_by(signed_in(request)).in_studio().select_related("user")
    return get_object_or_404(jobs, pk=job_id)


def _own_story(request: Request, story_id: str) -> StudioStory:
    story = StudioStory.objects.owned_by(signed_in(request)).filter(client_id=story_id).first()
    if story is None:
        raise Http404
    return story


def _job(job: Job) -> dict[str, Any]:
    ended_badly = job.status in (JobStatus.FAILED, JobStatus.CANCELLED)
    return {
        "jobId": job.pk,
        "kind": job.kind,
        "status": job.status,
        "progress": job.progress,
        "result": _result(job) if job.status == JobStatus.DONE else None,
        "error": {"code": job.error_code, "message": job.error_sentence} if ended_badly else None,
    }


def _result(job: Job) -> dict[str, Any]:
    """A picture is read from where it is kept, since an answer in the database would be kept twice."""
    result = job.result or {}
    if job.kind != JobKind.IMAGEN:
        return result
    picture = base64.b64encode(storage.read(result["image_key"])).decode()
    return {"dataUrl": f"data:image/jpeg;base64,{picture}", "imageUrl": storage.url(result["image_key"])}


def _story(story: StudioStory) -> dict[str, Any]:
    columns = {name: getattr(story, column) for name, column in _COLUMNS.items()}
    return {
        "id": story.client_id,
        **columns,
        "sequelOfId": story.sequel_of_id or None,
        "createdAt": story.created_at,
        "updatedAt": story.updated_at,
    }


urlpatterns = [
    path("ai/text", AskText.as_view(), name="api-studio-text"),
    path("ai/imagen", AskPicture.as_view(), name="api-studio-imagen"),
    path("ai/sequel", AskSequel.as_view(), name="api-studio-sequel"),
    path("jobs/<str:job_id>", StudioJob.as_view(), name="api-studio-job"),
    path("jobs/<str:job_id>/cancel", CancelStudioJob.as_view(), name="api-studio-cancel"),
    path("stories", Stories.as_view(), name="api-studio-stories"),
    path("stories/<path:story_id>", Story.as_view(), name="api-studio-story"),
]
