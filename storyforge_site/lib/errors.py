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
    Code.SAFETY_OUTPUT: _("It did not come out right for children, so we stopped it."),
    Code.LLM_TIMEOUT: _("The story took too long to write. Please try again."),
    Code.LLM_JSON_INVALID: _("The story came back muddled. Please try again."),
    Code.IMAGE_TIMEOUT: _("The pictures took too long to paint. Please try again."),
    Code.IMAGE_RATE_LIMIT: _("The painters are very busy. Please try again in a while."),
    Code.IMAGE_FAILED: _("A picture could not be painted. Please try again."),
    Code.STORAGE_UPLOAD_FAILED: _("We could not reach where pictures are kept. Please try again in a while."),
    Code.DB_WRITE_FAILED: _("We could not save what was made. Please try again."),
    Code.QUEUE_FAILED: _("We could not begin. Please try again."),
    Code.TTS_FAILED: _(
        "We could not read this book aloud; nothing was charged. Please try again. "
        "Our own voice cannot read kanji yet, nor names in another script."
    ),
    Code.PROVIDER_UNAVAILABLE: _("Our helpers are resting. Please try again in a while."),
    Code.COST_CAP: _("This would have cost too much to make, so we stopped."),
    Code.STUCK_TIMEOUT: _("The work got stuck. Please try again."),
    Code.CANCELLED: _("This was stopped, as you wished."),
    Code.UNKNOWN: _("Something went wrong on our side. Please try again."),
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

# Where nobody was sure, so that a grown-up of ours decides.
UNSURE_SENTENCES: dict[Code, Promise] = {
    Code.SAFETY_INPUT: _(
        "We are not sure about this one. A grown-up on our team will have a look; please try another idea meanwhile."
    ),
    Code.SAFETY_OUTPUT: _("We were not sure about something in this book, so a grown-up on our team will have a look."),
}

CREDIT_IS_BACK = _("Your credit is back.")  # said after the sentence of a job that took one


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
        is_unsure: bool = False,
    ) -> None:
        note = note.encode("utf-8", "backslashreplace").decode()  # half a character of a vendor's breaks every log
        super().__init__(f"{code}: {note}" if note else str(code))
        self.code = code
        self.kind = kind
        self.note = note
        self.fields = tuple(fields)
        self.retry_after = retry_after
        self.is_unsure = is_unsure
        self.provider = ""  # who failed, once a chain of providers has said so

    @property
    def may_pass(self) -> bool:
        """Whether it is worth asking in a while: also of a vendor that is not to be had, as a circuit may close and a
        key be renewed."""
        return self.kind is Kind.RETRYABLE or self.code is Code.PROVIDER_UNAVAILABLE

    @property
    def sentence(self) -> str:
        """What a parent is told, in the active language."""
        return sentence_of(self.code, is_unsure=self.is_unsure)


def sentence_of(code: Code, *, is_unsure: bool = False) -> str:
    return str(UNSURE_SENTENCES.get(code, SENTENCES[code]) if is_unsure else SENTENCES[code])
