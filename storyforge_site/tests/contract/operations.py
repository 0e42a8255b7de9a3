"""API.md, "Operations": all is well, and this machine asks."""

from storyforge_site.tests.contract.table import File, Row

READY = {
    "status": "ok",
    "parts": {"database": "ok", "queue": "ok", "storage": "ok", "providers": "ok"},
}
ROWS = (
    Row("GET", "/metrics", 200, File("text/plain; version=0.0.4; charset=utf-8", b"# HELP "), open_to_all=True),
    Row("GET", "/health/live", 200, {"status": "ok"}, open_to_all=True),
    Row("GET", "/health/ready", 200, READY, open_to_all=True),
    Row("GET", "/health", 200, READY, open_to_all=True),
    Row(
        "GET", "/v1/schema", 200, File("application/vnd.oai.openapi; charset=utf-8", b"openapi: 3.1"), open_to_all=True
    ),
    Row("GET", "/v1/docs", 200, File("text/html; charset=utf-8", b""), open_to_all=True),
)
