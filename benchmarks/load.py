"""Many clients of a site at once, light enough to leave the processors to the site: raw HTTP/1.1, kept alive."""

import asyncio
import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

_LONGEST_SECONDS = 30  # that an answer is waited for


@dataclass(frozen=True, slots=True)
class Answer:
    """When it was asked for, on the clock of `time.perf_counter`, and how long it took."""

    asked_at: float
    seconds: float
    body: bytes


@dataclass(frozen=True, slots=True)
class Load:
    answers: Sequence[Answer]
    seconds: float

    @property
    def per_second(self) -> float:
        return len(self.answers) / self.seconds

    def quantile(self, percent: int) -> float:
        """Seconds."""
        return quantile([answer.seconds for answer in self.answers], percent)


Ask = Callable[[int], bytes]  # the number of a client → its next request


def quantile(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def request(method: str, path: str, *, headers: Mapping[str, str] | None = None, body: bytes = b"") -> bytes:
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        *(f"{name}: {said}" for name, said in (headers or {}).items()),
    ]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def run(address: str, ask: Ask, *, status: int, clients: int, seconds: float, every: float = 0) -> Load:
    """All clients ask for so many seconds, each again when answered or, with `every`, by chance about that often.

    Then its waiting counts from when it was to ask, so that a slow site is not asked less and looks no better.
    Raises AssertionError for an answer of another status.
    """
    return asyncio.run(_run(address, ask, status, clients, seconds, every))


async def _run(address: str, ask: Ask, status: int, clients: int, seconds: float, every: float) -> Load:
    began = time.perf_counter()
    until = began + seconds
    answers: list[Answer] = []

    async def client(number: int) -> None:
        connection, chance = _Connection(address, status), random.Random(number)
        due = began + (chance.expovariate(1 / every) if every else 0)
        while due < until:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            asked_at = due if every else time.perf_counter()
            body = await asyncio.wait_for(connection.answer(ask(number)), _LONGEST_SECONDS)
            answers.append(Answer(asked_at, time.perf_counter() - asked_at, body))
            due = due + chance.expovariate(1 / every) if every else time.perf_counter()
        connection.close()

    await asyncio.gather(*(client(number) for number in range(clients)))
    return Load(answers, time.perf_counter() - began)


class _Connection:
    """Opened when it is needed, and again where the site has closed it: its processes are replaced now and then."""

    def __init__(self, address: str, status: int) -> None:
        self._host, self._port = urlsplit(address).hostname, urlsplit(address).port
        self._wanted = f"HTTP/1.1 {status} ".encode()
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def answer(self, request: bytes) -> bytes:
        try:
            return await self._ask(request)
        except (ConnectionError, asyncio.IncompleteReadError) as lost:
            self.close()
            if isinstance(lost, asyncio.IncompleteReadError) and lost.partial:
                raise
            return await self._ask(request)

    async def _ask(self, request: bytes) -> bytes:
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._streams
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        lowered = head.lower()
        length = int(lowered.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0])
        body = await reader.readexactly(length)
        if not head.startswith(self._wanted):
            raise AssertionError(head + body)
        if b"\r\nconnection: close" in lowered:
            self.close()
        return body

    def close(self) -> None:
        if self._streams:
            self._streams[1].close()
            self._streams = None
