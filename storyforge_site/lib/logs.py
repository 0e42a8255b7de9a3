"""Log lines: JSON for machines, one readable line for people.

Every line bears the ids of the request and the job it is about, wherever it is written; none bears an address of
somebody's, a key, or an address that opens a file.
"""

import re
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

import structlog
from opentelemetry import trace
from structlog.contextvars import bind_contextvars, bound_contextvars, clear_contextvars, get_contextvars
from structlog.typing import Processor

_SECRETS = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "…@…"),
    (re.compile(r"(?i)\b(bearer|basic|token|key)\s+[\w.~+/=-]{8,}"), r"\1 …"),
    (re.compile(r"(?i)([?&](?:signature|x-amz-[a-z-]+|key|token|code)=)[^&\s\"']+"), r"\1…"),
    (re.compile(r"\b(?:sk|pk|rk|xoxb|ghp|AIza|hf|r8)[-_]?[A-Za-z0-9_-]{16,}"), "…"),
    (re.compile(r"(?<=//)[^/\s:@]+:[^/\s@]+(?=@)"), "…"),
)


@contextmanager
def about(**ids: str) -> Iterator[None]:
    """Lines written inside are about `request_id`, `job_id`, …; empty ones are left out."""
    with bound_contextvars(**{name: value for name, value in ids.items() if value}):
        yield


def begin(**ids: str) -> None:
    """From here on this thread's lines are about these, and nothing of before: until the next request begins."""
    clear_contextvars()
    bind_contextvars(**ids)


def current(name: str) -> str:
    """An id that `about` has put on lines of now; "" for none."""
    return str(get_contextvars().get(name, ""))


def configuration(*, level: str, as_json: bool) -> dict[str, Any]:
    """For `settings.LOGGING`."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _trace_id,
        structlog.processors.format_exc_info,
        _without_secrets,
    ]
    last: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": shared,
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"}},
        "root": {"handlers": ["console"], "level": level},
        # httpx tells every address, and one that a vendor signed opens a family's picture to whoever reads it.
        "loggers": {name: {"level": "WARNING"} for name in ("fontTools", "xhtml2pdf", "httpx", "opentelemetry")},
    }


def _trace_id(logger: Any, method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        line["trace_id"] = f"{context.trace_id:032x}"
    return line


def _without_secrets(logger: Any, method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for name in ("event", "exception"):
        if isinstance(line.get(name), str):
            line[name] = cleaned(line[name])
    return line


def cleaned(text: str) -> str:
    for secret, instead in _SECRETS:
        text = secret.sub(instead, text)
    return text.encode("utf-8", "backslashreplace").decode()
