"""A phone loses its network at any byte of a request: never a hold without a job, nor half a job."""

import json
import time
from typing import Any

import pytest

from books import audit
from books.models import Job
from books.tests.chaos.servers import answers, free_port, send
from books.tests.factories import wish
from books.tests.processes import wait_until, worker
from credits.models import CreditTransaction
from storyforge_site.accounts import tokens
from storyforge_site.accounts.models import User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def request(path: str, body: dict[str, Any], *, token: str, key: str) -> bytes:
    data = json.dumps(body).encode()
    head = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"Content-Length: {len(data)}",
        "Connection: close",
        f"Authorization: Bearer {token}",
        f"Idempotency-Key: {key}",
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + data


def test_a_client_that_hangs_up_at_any_byte(alice: User, settings: Any) -> None:
    port = free_port()
    web = ("-m", "gunicorn", "storyforge_site.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--timeout", "10")
    with worker(*web, MEDIA_ROOT=settings.MEDIA_ROOT):
        wait_until(lambda: answers(port))
        whole = request("/v1/books", wish(), token=tokens.sign_in(alice)["access_token"], key="one-book")
        offsets = [len(whole) * step // 20 for step in range(1, 20)]
        for offset in offsets:
            send(port, whole[:offset], listen=False)
        assert not Job.objects.exists()

        send(port, whole, listen=False)  # all of it, and gone before the answer
        wait_until(lambda: Job.objects.exists())
        time.sleep(0.5)
        again = send(port, whole, listen=True)

    assert b" 202 Accepted" in again
    assert Job.objects.get().pk.encode() in again
    assert CreditTransaction.objects.filter(movement="reserve").count() == 1
    assert list(audit.faults()) == []
