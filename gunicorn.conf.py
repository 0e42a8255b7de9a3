"""A few processes with threads and persistent database connections.

Nearly as fast as plain synchronous workers, and a stream of events holds a thread instead of a process. Keep more
threads than `EVENT_STREAMS`.
"""

import multiprocessing
import os

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
