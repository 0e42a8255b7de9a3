"""The one error type. Every failure has a stable code, a kind that says whether trying again helps,
and a sentence for a parent, which stands here and nowhere else (API.md, "Error codes").
"""

from collections.abc import Sequence
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    USER = "user"  # the request must change
    RETRYABLE = "retryable"  # the same request may succeed later
    PERMANENT = "permanent"  # trying again does not help


class Code(StrEnum):
    # what a job can end with
    SAFETY_INPUT = "SAFETY_INPUT"
    SAFETY_OUTPUT = "SAFETY_OUTPUT"
    LLM_TIMEOUT = "LLM_TIMEOUT"
    LLM_JSON_INVALID = "LLM_JSON_INVALID"
    IMAGE_TIMEOUT = "IMAGE_TIMEOUT"
    IMAGE_RATE_LIMIT = "IMAGE_RATE_LIMIT"
    IMAGE_FAILED = "IMAGE_FAILED"
    STORAGE_UPLOAD_FAILED = "STORAGE_UPLOAD_FAILED"
    DB_WRITE_FAILED = "DB_WRITE_FAILED"
    QUEUE_FAILED = "QUEUE_FAILED"
    TTS_FAILED = "TTS_FAILED"
    PROVIDER_UNAVAILABLE = "PROVIDER_UNAVAILABLE"
    COST_CAP = "COST_CAP"
    STUCK_TIMEOUT = "STUCK_TIMEOUT"
    CANCELLED = "CANCELLED"
    UNKNOWN = "UNKNOWN"
    # what a request can be answered with
    INSUFFICIENT_CREDITS = "INSUFFICIENT_CREDITS"
    VALIDATION = "VALIDATION"
    NOT_FOUND = "NOT_FOUND"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    RATE_LIMITED = "RATE_LIMITED"
    IDEMPOTENCY_MISMATCH = "IDEMPOTENCY_MISMATCH"
    IDEMPOTENCY_IN_FLIGHT = "IDEMPOTENCY_IN_FLIGHT"
    NOT_READY = "NOT_READY"
    BUDGET_EXHAUSTED = "BUDGET_EXHAUSTED"
    PAYMENT_UNVERIFIED = "PAYMENT_UNVERIFIED"
    PAYLOAD_TOO_LARGE = "PAYLOAD_TOO_LARGE"
    METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
    UNSUPPORTED_MEDIA_TYPE = "UNSUPPORTED_MEDIA_TYPE"


SENTENCES: dict[Code, Promise] = {
    Code.SAFETY_INPUT: _("We can't make a children's book about that. Please try another idea."),
    Code.SAFETY_OUTPUT: _("The book did not come out right for children, so we stopped it. Your credit is back."),
    Code.LLM_TIMEOUT: _("The story took too long to write. Your credit is back; please try again."),
    Code.LLM_JSON_INVALID: _("The story came back muddled. Your credit is back; please try again."),
    Code.IMAGE_TIMEOUT: _("The pictures took too long to paint. Your credit is back; please try again."),
    Code.IMAGE_RATE_LIMIT: _("The painters are very busy. Your credit is back; please try again in a while."),
    Code.IMAGE_FAILED: _("A picture could not be painted. Your credit is back; please try again."),
    Code.STORAGE_UPLOAD_FAILED: _("We could not put the pictures away safely. Your credit is back."),
    Code.DB_WRITE_FAILED: _("We could not save the book. Your credit is back; please try again."),
    Code.QUEUE_FAILED: _("We could not start the book. Your credit is back; please try again."),
    Code.TTS_FAILED: _(
        "We could not read this book aloud; nothing was charged. Please try again. "
        "Our own voice cannot read kanji yet, nor names in another script."
    ),
    Code.PROVIDER_UNAVAILABLE: _("Our story makers are resting. Your credit is back; please try again in a while."),
    Code.COST_CAP: _("This book would have cost too much to make, so we stopped. Your credit is back."),
    Code.STUCK_TIMEOUT: _("The book got stuck. Your credit is back; please try again."),
    Code.CANCELLED: _("You stopped this book. Your credit is back."),
    Code.UNKNOWN: _("Something went wrong on our side. Nothing was charged; please try again."),
    Code.INSUFFICIENT_CREDITS: _("You have no credits left for this."),
    Code.VALIDATION: _("Something in the request needs another look."),
    Code.NOT_FOUND: _("There is nothing here by that name."),
    Code.UNAUTHENTICATED: _("Please sign in first."),
    Code.FORBIDDEN: _("This is not open to you."),
    Code.RATE_LIMITED: _("That was a little fast. Please wait a moment."),
    Code.IDEMPOTENCY_MISMATCH: _("This key was already used for a different request."),
    Code.IDEMPOTENCY_IN_FLIGHT: _("The first request with this key is still being answered."),
    Code.NOT_READY: _("The book is not finished yet."),
    Code.BUDGET_EXHAUSTED: _("We have made as many books as we can today. Please come back tomorrow."),
    Code.PAYMENT_UNVERIFIED: _("We could not confirm a payment, so nothing was changed."),
    Code.PAYLOAD_TOO_LARGE: _("That is too much to send at once."),
    Code.METHOD_NOT_ALLOWED: _("That can't be done here."),
    Code.UNSUPPORTED_MEDIA_TYPE: _("Please send JSON."),
}

# Where no credit was at stake: the answer to a request rather than the end of a job.
REQUEST_SENTENCES: dict[Code, Promise] = {
    Code.PROVIDER_UNAVAILABLE: _("Our helpers are resting. Please try again in a while."),
}


class FieldError:
    """One thing wrong with one field; `field` is a dotted path, or "" for the whole body."""

    __slots__ = ("field", "message")

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        self.message = message


class StoryforgeError(Exception):
    """Raised anywhere, shown only through its code's sentence. `note` is for the log and never shown."""

    def __init__(
        self,
        code: Code,
        note: str = "",
        *,
        kind: Kind = Kind.PERMANENT,
        fields: Sequence[FieldError] = (),
        retry_after: int | None = None,
    ) -> None:
        super().__init__(f"{code}: {note}" if note else str(code))
        self.code = code
        self.kind = kind
        self.note = note
        self.fields = tuple(fields)
        self.retry_after = retry_after

    @property
    def sentence(self) -> str:
        """What a parent is told, in the active language."""
        return str(SENTENCES[self.code])

    @property
    def request_sentence(self) -> str:
        """The same, of a request that took no credit."""
        return str(REQUEST_SENTENCES.get(self.code, SENTENCES[self.code]))
