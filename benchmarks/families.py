"""Families for a soak: each a thread that comes as a guest, has books made, reads them and leaves, again and again."""

import random
import re
import threading
from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx

_WISH = {"topic": "A shy dragon learns to swim", "language": "en", "target_age": "5-7"}
_STYLES = ("watercolor", "cartoon", "oil_painting")
_BROWSER_EVERY, _PDF_EVERY, _EVENTS_EVERY = 3, 4, 3
_LOOK_SECONDS, _REST_SECONDS = 1.0, 3.0
_BOOK_SECONDS = 240
# A connection for each question, as proxies have it: gunicorn hangs up on an idle one after two seconds, and where the
# machine stalls that is in the middle of the next question.
_LIMITS = httpx.Limits(max_keepalive_connections=0)
_PAGES_OF_ALL = ("/", "/make/", "/accounts/login/", "/offline/", "/manifest.webmanifest", "/v1/schema")


class Diary:
    """What all families lived through."""

    def __init__(self) -> None:
        self.told_to_leave = threading.Event()
        self.answers: Counter[int] = Counter()
        self.books: Counter[str] = Counter()  # "ordered" and "done"
        self.mistakes: list[str] = []
        self._lock = threading.Lock()

    def book(self, what: str) -> None:
        with self._lock:
            self.books[what] += 1

    def answered(self, what: str, answer: httpx.Response, *expected: int) -> None:
        with self._lock:
            self.answers[answer.status_code] += 1
        if answer.status_code not in expected:
            self.mistakes.append(f"{what} answered {answer.status_code}: {answer.text[:200]!r}")


class Family(threading.Thread):
    def __init__(self, number: int, url: str, diary: Diary) -> None:
        super().__init__(name=f"family-{number}", daemon=True)
        self.url, self.diary, self.chance = url, diary, random.Random(number)

    def run(self) -> None:
        while not self.diary.told_to_leave.is_set():
            try:
                hooks = {"response": [self._take_cookies]}
                with httpx.Client(base_url=self.url, timeout=60, limits=_LIMITS, event_hooks=hooks) as self.client:
                    self.visit()
            except Exception as error:
                self.diary.mistakes.append(f"{self.name}: {error!r}")
                self.rest(_REST_SECONDS)

    def visit(self) -> None:
        raise NotImplementedError

    def ask(self, method: str, path: str, *expected: int, **more: Any) -> httpx.Response:
        """200 is expected where nothing else is."""
        answer = self.client.request(method, path, **more)
        self.diary.answered(f"{method} {path}", answer, *(expected or (200,)))
        return answer

    def rest(self, seconds: float) -> None:
        self.diary.told_to_leave.wait(self.chance.uniform(0.5, 1.5) * seconds)

    def looks(self) -> Iterator[int]:
        """At a book being made, also when it is time to leave: it is waited for."""
        for look in range(int(_BOOK_SECONDS / _LOOK_SECONDS)):
            yield look
            threading.Event().wait(_LOOK_SECONDS)
        raise AssertionError(f"no book within {_BOOK_SECONDS} s")

    def _take_cookies(self, _answer: httpx.Response) -> None:
        """Also those for https alone, which a loopback has not."""
        for cookie in self.client.cookies.jar:
            cookie.secure = False


class WithApp(Family):
    def visit(self) -> None:
        token = self.ask("POST", "/v1/auth/guest", 201, json={}).json()["access_token"]
        self.client.headers["Authorization"] = f"Bearer {token}"
        for _book in range(self.chance.choice((1, 2, 3))):
            if not self.diary.told_to_leave.is_set():
                self._read(self._finished(self._ordered()))
        self.ask("DELETE", "/v1/users/me", 204)

    def _ordered(self) -> str:
        wish = {**_WISH, "style": self.chance.choice(_STYLES), "page_count": self.chance.choice((4, 8, 12))}
        key = {"Idempotency-Key": f"{self.chance.getrandbits(60)}"}
        job: str = self.ask("POST", "/v1/books", 202, json=wish, headers=key).json()["job_id"]
        self.diary.book("ordered")
        return job

    def _finished(self, job: str) -> dict[str, Any]:
        if self.chance.randrange(_EVENTS_EVERY) == 0:
            self._listen(job)
        tag = ""
        for _look in self.looks():
            answer = self.ask("GET", f"/v1/books/{job}", 200, 304, headers={"If-None-Match": tag})
            if answer.status_code == 200:
                tag, status = answer.headers["ETag"], answer.json()
                assert status["status"] in ("queued", "running", "done"), status
                if status["status"] == "done":
                    break
        self.diary.book("done")
        return dict(status["result"])

    def _listen(self, job: str) -> None:
        """To a few events, and hang up in the middle."""
        with self.client.stream("GET", f"/v1/books/{job}/events") as stream:
            for _line, _text in zip(range(self.chance.choice((4, 40))), stream.iter_lines(), strict=False):
                pass

    def _read(self, book: dict[str, Any]) -> None:
        here = f"/v1/books/{book['book_id']}"
        self.ask("GET", f"{here}/detail")
        self.ask("GET", "/v1/library")
        for address in (book["cover_image_url"], *(page["image_url"] for page in book["pages"])):
            self.ask("GET", address)
            self.rest(_REST_SECONDS / 10)
        if self.chance.randrange(_PDF_EVERY) == 0:
            assert self.ask("GET", book["pdf_url"]).content.startswith(b"%PDF")
        lent = self.ask("POST", f"{here}/share", 201, json={}).json()["url"]
        self.ask("GET", "/shared/" + lent.partition("/shared/")[2])
        self.ask("GET", self.chance.choice(_PAGES_OF_ALL))
        self.rest(_REST_SECONDS)


class InBrowser(Family):
    """With a session and forms."""

    def visit(self) -> None:
        self.ask("GET", "/")
        self.ask("GET", "/make/")
        self._send("/make/", {**_WISH, "style": "cartoon", "page_count": "8", "hero_name": "Momo"})
        place = self._send("/make/enter/", {})
        self.diary.book("ordered")
        for _look in self.looks():
            answer = self.ask("GET", place, 200, 302)
            if answer.status_code == 302:
                break
        assert answer.headers["Location"].startswith("/books/"), answer.headers["Location"]
        self.diary.book("done")
        self._read(answer.headers["Location"])
        self.ask("DELETE", "/v1/users/me", 204, headers={"X-CSRFToken": self.client.cookies["csrftoken"]})

    def _read(self, place: str) -> None:
        self.ask("GET", place)
        shelf = self.ask("GET", "/library/").text
        for picture in re.findall(r'src="(/files/[^"]+)"', shelf):
            self.ask("GET", picture.replace("&amp;", "&"))
        for path in ("/", "/make/", "/parents/"):
            self.ask("GET", path)
            self.rest(_REST_SECONDS)

    def _send(self, path: str, form: dict[str, str]) -> str:
        """A form. Where its answer leads."""
        data = {**form, "csrfmiddlewaretoken": self.client.cookies["csrftoken"]}
        return self.ask("POST", path, 302, data=data).headers["Location"]


def family(number: int, url: str, diary: Diary) -> Family:
    kind = InBrowser if number % _BROWSER_EVERY == 0 else WithApp
    return kind(number, url, diary)
