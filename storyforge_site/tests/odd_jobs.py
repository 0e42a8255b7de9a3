"""What the tests of workshops have worked on: `python -m storyforge_site.tests.odd_jobs` is the workbench."""

import json
import os
import signal
import time

from storyforge_site.lib.workbench import serve

_SEEN: list[str] = []


def work(order: bytes) -> bytes:
    match order.decode():
        case "fail":
            raise ValueError("no such colour")
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "sleep":
            time.sleep(60)
        case "environment":
            return json.dumps(sorted(os.environ)).encode()
        case "parent":
            return str(os.getppid()).encode()
        case "remember":
            _SEEN.append("remember")
            return str(len(_SEEN)).encode()
    return order[::-1]


if __name__ == "__main__":
    serve(work)
