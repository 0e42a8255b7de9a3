"""API.md, "Books": ordering, following and reading them."""

from typing import Any

from django.db.models import Q

from books import keeping, storage
from books.exports import editions
from books.models import Book, Edition, ImagePrompt, KeptEdition, Page
from books.tests.factories import jpeg, wish
from storyforge_site.lib.errors import Code
from storyforge_site.tests.contract.fields import AGE, LANGUAGE, STYLE, one_of, several, text, whole
from storyforge_site.tests.contract.shape import (
    ADDRESS,
    COUNT,
    MOMENT,
    TEXT,
    Between,
    Nullable,
    OneOf,
    Several,
    Shape,
    identity,
)
from storyforge_site.tests.contract.table import Field, File, Of, Refusal, Row
from storyforge_site.tests.contract.world import World, alice_is_broke, the_job_failed

LANGUAGES, AGES, STYLES = OneOf(LANGUAGE.good), OneOf(AGE.good), OneOf(STYLE.good)
BEGUN = {
    "job_id": identity("job"),
    "book_id": identity("book"),
    "status": "queued",
    "estimated_time_seconds": COUNT,
}
PAGE = {
    "page_number": Between(1, 12),
    "text": TEXT,
    "image_url": ADDRESS,
    "image_prompt": str,
    "alt_text": str,
    "audio_url": Nullable(ADDRESS),
}
RESULT: dict[str, Any] = {
    "book_id": identity("book"),
    "title": TEXT,
    "language": LANGUAGES,
    "target_age": AGES,
    "style": STYLES,
    "cover_image_url": ADDRESS,
    "pages": [PAGE],
    "character_sheet": Several(dict),
    "pdf_url": ADDRESS,
    "epub_url": ADDRESS,
    "audio_url": Nullable(ADDRESS),
    "created_at": MOMENT,
}
PAGE_READY = {"page_number": Between(1, 12), "text": TEXT, "image_url": Nullable(ADDRESS), "alt_text": str}
EDITIONS = tuple(Edition.values)
EDITION = {
    "edition": OneOf(EDITIONS),
    "name": TEXT,
    "url": None,
    "filename": None,
    "size": None,
    "job_id": Nullable(identity("job")),
    "status": Nullable(OneOf(("queued", "running", "done", "failed", "cancelled"))),
}
ERROR = {"code": TEXT, "message": TEXT}


def job(status: str, *, error: Shape = None, result: Shape = None, pages: Shape = None) -> dict[str, Shape]:
    return {
        "job_id": identity("job"),
        "status": status,
        "progress": Between(0, 100),
        "current_step": TEXT,
        "error": error,
        "result": result,
        "pages_ready": pages or Several(PAGE_READY),
    }


def its_pictures_are_stored(world: World) -> None:
    key = storage.store("picture.jpg", jpeg(side=64))
    Book.objects.update(cover_image_key=key)
    Page.objects.update(image_key=key, audio_key="")
    ImagePrompt.objects.update(image_key=key)


def it_can_be_heard(world: World) -> None:
    Page.objects.update(audio_key="voice.mp3")


def some_files_are_made(world: World) -> None:
    book = Book.objects.get(pk=world.ids["book_id"])
    key = storage.store("book.pdf", b"%PDF-1.4")
    KeptEdition.objects.create(
        book=book, edition="screen", digest=editions.digest(book, Edition.SCREEN), key=key, filename="B.pdf", size=8
    )
    keeping.order_edition(book, Edition.PRINT)


def its_pictures_are_gone(world: World) -> None:
    Page.objects.filter(~Q(image_key="")).update(image_key="gone.jpg")


BROKE = Refusal(Code.INSUFFICIENT_CREDITS, 402, when=alice_is_broke)
SPENT = Refusal(Code.BUDGET_EXHAUSTED, 503, settings={"COST_CAP_SITE_DAY": 0})
UNFINISHED_BOOK = Refusal(Code.NOT_READY, 409, ids={"book_id": "unfinished_book_id"})
UNREADABLE_STORE = Refusal(Code.STORAGE_UPLOAD_FAILED, 500, when=its_pictures_are_gone)
TOPIC, PAGES, THEME, FORBIDDEN = text(200, least=1, required=True), whole(4, 12), text(80), several(20)

ORDERING = (
    Row(
        "POST",
        "/v1/books",
        202,
        BEGUN,
        body=wish(),
        fields={
            "topic": TOPIC,
            "language": LANGUAGE,
            "target_age": AGE,
            "style": STYLE,
            "page_count": PAGES,
            "theme": THEME,
            "forbidden_elements": FORBIDDEN,
            "series_context": text(500),
        },
        refusals=(
            BROKE,
            SPENT,
        ),
        keyed=True,
    ),
    Row(
        "POST",
        "/v1/books",
        202,
        BEGUN,
        case="with a hero in words",
        body=wish(character={"name": "Mina"}),
        fields={
            "character.name": text(40, least=1, required=True),
            "character.gender": one_of("male", "female", "neutral"),
            "character.appearance": text(400),
            "character.personality": several(8),
            "character": Field(bad=({"name": "Mina", "shoe_size": 22},), named="character.shoe_size"),
            "character_id": Field(bad=(Of("character_id"),)),  # a hero is named in one way only
        },
    ),
    Row(
        "POST",
        "/v1/books",
        202,
        BEGUN,
        case="with a saved hero",
        body=wish(character_id=Of("character_id")),
        fields={"character_id": Field(bad=(5, "")), "character_ids": Field(bad=([Of("character_id")],))},
        refusals=(Refusal(Code.NOT_FOUND, 404, change={"character_id": "char_unknown"}),),
    ),
    Row(
        "POST",
        "/v1/books",
        202,
        BEGUN,
        case="with saved heroes",
        body=wish(),
        fields={"character_ids": several(4, least=1, item=Of("character_id"))},
        refusals=(Refusal(Code.NOT_FOUND, 404, change={"character_ids": ["char_unknown"]}),),
    ),
    Row(
        "POST",
        "/v1/books/series",
        202,
        BEGUN,
        body={
            "character_id": Of("character_id"),
            "previous_book_id": Of("book_id"),
            "topic": "A fox",
            "target_age": "5-7",
            "style": "cartoon",
        },
        fields={
            "character_id": Field(bad=(5, ""), required=True),
            "topic": TOPIC,
            "target_age": AGE,
            "style": STYLE,
            "page_count": PAGES,
            "theme": THEME,
            "forbidden_elements": FORBIDDEN,
            "new_topic_hint": Field(bad=("and a fox",), named="topic"),  # the topic has two names, and is said once
        },
        refusals=(
            BROKE,
            SPENT,
            Refusal(Code.NOT_FOUND, 404, change={"character_id": "char_unknown"}),
            Refusal(Code.NOT_FOUND, 404, change={"previous_book_id": "book_unknown"}),
        ),
        keyed=True,
    ),
    Row(
        "POST",
        "/v1/books/series",
        202,
        BEGUN,
        case="by its other name of the topic",
        body={"character_id": Of("character_id"), "new_topic_hint": "A fox", "target_age": "5-7", "style": "cartoon"},
        fields={"new_topic_hint": Field(good=("x", "x" * 200), bad=("", "x" * 201))},
    ),
)
FOLLOWING = (
    Row(
        "GET",
        "/v1/books/{job_id}",
        200,
        job("queued"),
        case="of one that waits",
        ids={"job_id": "unfinished_job_id"},
        headers=("ETag",),
    ),
    Row(
        "GET",
        "/v1/books/{job_id}",
        200,
        job("done", result=RESULT, pages=[{**PAGE_READY, "image_url": ADDRESS}]),
        case="of one that is done",
    ),
    Row(
        "GET",
        "/v1/books/{job_id}",
        200,
        job("failed", error=ERROR),
        case="of one that failed",
        given=the_job_failed,
        ids={"job_id": "unfinished_job_id"},
    ),
    Row("GET", "/v1/books/{job_id}/events", 200, File("text/event-stream", b"retry: ")),
    Row(
        "POST",
        "/v1/books/{job_id}/cancel",
        202,
        job("cancelled", error=ERROR),
        ids={"job_id": "unfinished_job_id"},
    ),
)
READING = (
    Row(
        "GET",
        "/v1/books/{book_id}/detail",
        200,
        {
            **RESULT,
            "theme": str,
            "character_id": Nullable(identity("char")),
            "series_id": Nullable(identity("series")),
            "reading_level": {
                "sentences": int,
                "words": Nullable(int),
                "words_per_sentence": Nullable(float),
                "grade": Nullable(float),
            },
        },
        refusals=(UNFINISHED_BOOK,),
        open_to_all=True,
    ),
    Row(
        "GET",
        "/v1/books/{book_id}/pdf",
        200,
        File("application/pdf", b"%PDF", "The Dragon and the Pond.pdf"),
        query={"edition": "screen"},
        fields={"edition": Field(bad=("crayon",))},
        given=its_pictures_are_stored,
        refusals=(UNFINISHED_BOOK, UNREADABLE_STORE),
        open_to_all=True,
    ),
    Row(
        "GET",
        "/v1/books/{book_id}/epub",
        200,
        File("application/epub+zip", b"PK", "The Dragon and the Pond.epub"),
        given=its_pictures_are_stored,
        refusals=(UNFINISHED_BOOK, UNREADABLE_STORE),
        open_to_all=True,
    ),
    Row(
        "GET",
        "/v1/books/{book_id}/editions",
        200,
        {"editions": [EDITION]},
        refusals=(UNFINISHED_BOOK,),
    ),
    Row(
        "GET",
        "/v1/books/{book_id}/editions",
        200,
        {"editions": [{**EDITION, "url": Nullable(ADDRESS), "filename": Nullable(TEXT), "size": Nullable(COUNT)}]},
        case="one of them made, one being made",
        given=some_files_are_made,
    ),
    Row(
        "POST",
        "/v1/books/{book_id}/editions",
        202,
        {"job_id": identity("job"), "status": "queued"},
        body={"edition": "print"},
        fields={"edition": one_of(*EDITIONS, required=True)},
        given=it_can_be_heard,
        refusals=(UNFINISHED_BOOK,),
        keyed=True,
    ),
    Row(
        "GET",
        "/v1/books/{book_id}/pages/{n}/audio",
        200,
        {"audio_url": ADDRESS, "words": [{"text": TEXT, "start_ms": COUNT, "end_ms": COUNT}]},
        open_to_all=True,
    ),
)
REMAKING = (
    Row(
        "POST",
        "/v1/books/{job_id}/pages/{page_number}/regenerate",
        202,
        {"job_id": identity("job"), "status": "queued"},
        body={"mode": "text"},
        fields={
            "mode": one_of("text", "image", "both", required=True),
            "feedback": text(200),
            "regenerate_target": Field(bad=("text",), named="mode"),  # the mode has two names, and is said once
        },
        refusals=(
            Refusal(Code.NOT_READY, 409, ids={"job_id": "unfinished_job_id"}),
            Refusal(Code.RATE_LIMITED, 429, settings={"PAGE_REMAKES": 0}),
            SPENT,
        ),
        keyed=True,
    ),
    Row(
        "POST",
        "/v1/books/{job_id}/pages/{page_number}/regenerate",
        202,
        {"job_id": identity("job"), "status": "queued"},
        case="by its other name of the mode",
        body={"regenerate_target": "both"},
        fields={"regenerate_target": one_of("text", "image", "both")},
    ),
    Row(
        "GET",
        "/v1/books/{book_id}/pages/{page_number}/versions",
        200,
        {
            "versions": [
                {
                    "version_id": identity("version"),
                    "text": TEXT,
                    "image_url": ADDRESS,
                    "alt_text": str,
                    "created_at": MOMENT,
                }
            ]
        },
    ),
    Row(
        "POST",
        "/v1/books/{book_id}/pages/{page_number}/versions/{version_id}/restore",
        204,
        None,
        keyed=True,
    ),
    Row(
        "POST",
        "/v1/books/{book_id}/retell",
        202,
        {"job_id": identity("job"), "book_id": identity("book"), "status": "queued"},
        body={"target_age": "3-5"},
        fields={
            "target_age": Field(good=("3-5", "7-9", "adult"), bad=("9-12", "")),
            "language": Field(good=("ko", "ja"), bad=("tlh", "")),
        },
        refusals=(
            UNFINISHED_BOOK,
            BROKE,
            SPENT,
            Refusal(Code.VALIDATION, 422, change={"target_age": "5-7"}),  # as it is already
        ),
        keyed=True,
    ),
    Row(
        "POST",
        "/v1/books/{book_id}/audio",
        202,
        {"job_id": identity("job"), "status": "queued"},
        refusals=(UNFINISHED_BOOK, SPENT),
        keyed=True,
    ),
    Row(
        "POST",
        "/v1/books/{book_id}/share",
        201,
        {"url": ADDRESS, "expires_at": MOMENT},
        refusals=(UNFINISHED_BOOK,),
        keyed=True,
    ),
    Row("POST", "/v1/books/{book_id}/share/revoke", 204, None, refusals=(UNFINISHED_BOOK,)),
)
ROWS = (*ORDERING, *FOLLOWING, *READING, *REMAKING)
