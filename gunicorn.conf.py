"""A few processes with threads and persistent database connections.

Nearly as fast as plain synchronous workers, and a stream of events holds a thread instead of a process. Keep more
threads than `EVENT_STREAMS`.
"""

import multiprocessing
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

bind = os.environ.get("BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
workers = int(os.environ.get("WEB_WORKERS", str(min(4, multiprocessing.cpu_count() + 1))))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "16"))
timeout = 60
graceful_timeout = 30
max_requests = 5000
max_requests_jitter = 500
preload_app = True
control_socket_disable = True

# What each process counts is added up in a folder; one that workers share with us is set from outside.
_OUR_OWN = "storyforge-counts-"
if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix=_OUR_OWN)


def child_exit(server: Any, worker: Any) -> None:
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(server: Any) -> None:
    counts = Path(os.environ["PROMETHEUS_MULTIPROC_DIR"])
    if counts.name.startswith(_OUR_OWN) and not server.reexec_pid:  # whoever takes over from us goes on counting there
        shutil.rmtree(counts, ignore_errors=True)
