"""What the API of books, the shelf and the studio answers, for its schema."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiResponse, inline_serializer
from rest_framework import serializers

from books.models import IN_STUDIO, Edition, JobKind, JobStatus
from storyforge_site.lib.choices import AgeBand, BookLanguage, Style


def _address() -> serializers.CharField:
    return serializers.CharField(allow_null=True, help_text="good for a while; ask again for a new one")


def _kind_of_book() -> dict[str, Any]:
    return {
        "target_age": serializers.ChoiceField(choices=AgeBand.choices),
        "style": serializers.ChoiceField(choices=Style.choices),
    }


def _page(**more: Any) -> dict[str, Any]:
    return {
        "page_number": serializers.IntegerField(min_value=1),
        "text": serializers.CharField(),
        "image_url": _address(),
        "alt_text": serializers.CharField(allow_blank=True),
        **more,
    }


_BOOK_PAGES = inline_serializer(
    "BookPage", _page(image_prompt=serializers.CharField(allow_blank=True), audio_url=_address()), many=True
)


def _result() -> dict[str, Any]:
    return {
        "book_id": serializers.CharField(),
        "title": serializers.CharField(),
        "language": serializers.ChoiceField(choices=BookLanguage.choices),
        **_kind_of_book(),
        "cover_image_url": _address(),
        "pages": _BOOK_PAGES,
        "character_sheet": serializers.ListField(child=serializers.DictField(), allow_null=True),
        "pdf_url": serializers.CharField(),
        "epub_url": serializers.CharField(allow_null=True),
        "audio_url": _address(),
        "created_at": serializers.DateTimeField(),
    }


def _error() -> dict[str, Any]:
    return {"code": serializers.CharField(), "message": serializers.CharField()}


Begun = inline_serializer(
    "BookBegun",
    {
        "job_id": serializers.CharField(),
        "book_id": serializers.CharField(),
        "status": serializers.ChoiceField(choices=JobStatus.choices),
        "estimated_time_seconds": serializers.IntegerField(min_value=0),
    },
)
JobBegun = inline_serializer(
    "JobBegun", {"job_id": serializers.CharField(), "status": serializers.ChoiceField(choices=JobStatus.choices)}
)
RetellingBegun = inline_serializer(
    "RetellingBegun",
    {
        "job_id": serializers.CharField(),
        "book_id": serializers.CharField(),
        "status": serializers.ChoiceField(choices=JobStatus.choices),
    },
)
Status = inline_serializer(
    "JobStatusAnswer",
    {
        "job_id": serializers.CharField(),
        "status": serializers.ChoiceField(choices=JobStatus.choices),
        "progress": serializers.IntegerField(min_value=0, max_value=100),
        "current_step": serializers.CharField(),
        "error": inline_serializer("JobError", _error(), allow_null=True),
        "result": inline_serializer("BookResult", _result(), allow_null=True),
        "pages_ready": inline_serializer("PageReady", _page(), many=True),
    },
)
# As a string, since OpenAPI 3.1 has no words for a stream: generated clients would take the whole for one object.
StatusEvents = OpenApiResponse(
    str,
    description="An event `status` with the status of the job as JSON, whenever it reads differently.",
    examples=[OpenApiExample("Example", value='event: status\ndata: {"status": "running", "progress": 55, …}\n\n')],
)
Detail = inline_serializer(
    "BookDetail",
    {
        **_result(),
        "theme": serializers.CharField(allow_blank=True),
        "character_id": serializers.CharField(allow_null=True),
        "series_id": serializers.CharField(allow_null=True),
        "reading_level": inline_serializer(
            "ReadingLevel",
            {
                "sentences": serializers.IntegerField(),
                "words": serializers.IntegerField(allow_null=True),
                "words_per_sentence": serializers.FloatField(allow_null=True),
                "grade": serializers.FloatField(allow_null=True, help_text="of Flesch and Kincaid; English alone"),
            },
        ),
    },
)
_SHELF_BOOK: dict[str, Any] = {
    "book_id": serializers.CharField(),
    "title": serializers.CharField(),
    "cover_image_url": _address(),
    "cover_thumbnail_url": _address(),
    **_kind_of_book(),
    "series_id": serializers.CharField(allow_null=True),
    "favorite": serializers.BooleanField(),
    "last_page_read": serializers.IntegerField(min_value=0),
    "created_at": serializers.DateTimeField(),
}
ShelfBook = inline_serializer("ShelfBook", _SHELF_BOOK)
Shelf = inline_serializer("Shelf", {"books": type(ShelfBook)(many=True), "total": serializers.IntegerField()})
Lent = inline_serializer("Lent", {"url": serializers.URLField(), "expires_at": serializers.DateTimeField()})
_VERSION: dict[str, Any] = {
    "version_id": serializers.CharField(),
    "text": serializers.CharField(),
    "image_url": _address(),
    "alt_text": serializers.CharField(allow_blank=True),
    "created_at": serializers.DateTimeField(),
}
Versions = inline_serializer("PageVersions", {"versions": inline_serializer("PageVersion", _VERSION, many=True)})

_WORD: dict[str, Any] = {
    "text": serializers.CharField(),
    "start_ms": serializers.IntegerField(min_value=0),
    "end_ms": serializers.IntegerField(min_value=0),
}
PageAudio = inline_serializer(
    "PageAudio", {"audio_url": _address(), "words": inline_serializer("SpokenWord", _WORD, many=True)}
)

_EDITION: dict[str, Any] = {
    "edition": serializers.ChoiceField(choices=Edition.choices),
    "name": serializers.CharField(help_text="in the reader's language"),
    "url": _address(),
    "filename": serializers.CharField(allow_null=True),
    "size": serializers.IntegerField(allow_null=True, help_text="in bytes"),
    "job_id": serializers.CharField(allow_null=True, help_text="of the job that makes it, or could not"),
    "status": serializers.ChoiceField(choices=JobStatus.choices, allow_null=True),
}
Editions = inline_serializer("BookEditions", {"editions": inline_serializer("BookEdition", _EDITION, many=True)})

# --- the studio -----------------------------------------------------------------------------------
Asked = inline_serializer("StudioAsked", {"jobId": serializers.CharField()})
StudioJob = inline_serializer(
    "StudioJob",
    {
        "jobId": serializers.CharField(),
        "kind": serializers.ChoiceField(choices=[(kind.value, kind.label) for kind in JobKind if kind in IN_STUDIO]),
        "status": serializers.ChoiceField(choices=JobStatus.choices),
        "progress": serializers.IntegerField(min_value=0, max_value=100),
        "result": serializers.DictField(allow_null=True),
        "error": inline_serializer("StudioError", _error(), allow_null=True),
    },
)
_STORY: dict[str, Any] = {
    "id": serializers.CharField(),
    "title": serializers.CharField(allow_blank=True),
    "genre": serializers.CharField(allow_blank=True),
    "tone": serializers.CharField(allow_blank=True),
    "config": serializers.JSONField(),
    "blueprint": serializers.JSONField(),
    "storyContent": serializers.JSONField(),
    "storyImages": serializers.JSONField(),
    "sequelOfId": serializers.CharField(allow_null=True),
    "createdAt": serializers.DateTimeField(),
    "updatedAt": serializers.DateTimeField(),
}
StudioStory = inline_serializer("StudioStory", _STORY)
StudioStories = inline_serializer(
    "StudioStories",
    {"stories": type(StudioStory)(many=True), "total": serializers.IntegerField(min_value=0)},
)
