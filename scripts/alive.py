"""Whether the web process of this container answers, under a name it answers to (`HEALTHCHECK` of the image)."""

import os
import sys
import urllib.request

_PATIENCE_SECONDS = 5


def main() -> int:
    port = os.environ.get("BIND", ":8000").rpartition(":")[2]
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].lstrip(".")
    told = {"Host": host, "X-Forwarded-Proto": "https"}  # as the proxy would
    request = urllib.request.Request(f"http://127.0.0.1:{port}/health/live", headers=told)
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE_SECONDS) as answer:  # noqa: S310  (loopback)  # nosec B310
            return 0 if answer.status == 200 else 1
    except OSError:
        return 1


if __name__ == "__main__":
    sys.exit(main())
