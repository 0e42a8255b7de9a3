"""API.md, "Library"."""

from storyforge_site.tests.contract.books import AGES, STYLES
from storyforge_site.tests.contract.fields import LIMIT, OFFSET, text, truth, whole, words
from storyforge_site.tests.contract.shape import ADDRESS, COUNT, MOMENT, TEXT, Between, Nullable, identity
from storyforge_site.tests.contract.table import Field, Row

SHELF_BOOK = {
    "book_id": identity("book"),
    "title": TEXT,
    "cover_image_url": ADDRESS,
    "cover_thumbnail_url": Nullable(ADDRESS),
    "target_age": AGES,
    "style": STYLES,
    "series_id": Nullable(identity("series")),
    "favorite": bool,
    "last_page_read": Between(0, 12),
    "created_at": MOMENT,
}

ROWS = (
    Row(
        "GET",
        "/v1/library",
        200,
        {"books": [SHELF_BOOK], "total": COUNT},
        fields={
            "limit": LIMIT,
            "offset": OFFSET,
            "q": words(100),
            "series_id": words(60),
            "favorite": Field(good=("true", "false"), bad=("yes", "1")),
        },
        headers=("ETag",),
    ),
    Row(
        "PATCH",
        "/v1/library/{book_id}",
        200,
        SHELF_BOOK,
        body={"favorite": True},
        fields={
            "title": text(200, least=1),
            "favorite": truth(),
            "last_page_read": whole(0, 12),
        },
    ),
    Row("DELETE", "/v1/library/{book_id}", 204, None),
)
