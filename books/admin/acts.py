"""What staff can do on a job's page: each act has its permission, its form and one function of `books.mending`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms

from books import mending
from books.models import Job
from storyforge_site.accounts.models import User
from storyforge_site.lib.errors import SENTENCES, Code

_ANEW_IS_LIKELY = (Code.LLM_JSON_INVALID, Code.SAFETY_OUTPUT, Code.IMAGE_FAILED)


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Reason", max_length=200, help_text="For the log.")

    def __init__(self, job: Job, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.job = job
        self.auto_id = f"{type(self).__name__}-%s"  # several stand on one page


class RetryForm(ReasonForm):
    step = forms.ChoiceField()
    anew = forms.BooleanField(
        label="Ask anew",
        required=False,
        help_text="For other words and other pictures. Without it, what vendors have answered is used again.",
    )
    field_order = ("step", "anew", "reason")

    def __init__(self, job: Job, *args: Any, **named: Any) -> None:
        super().__init__(job, *args, **named)
        steps = mending.steps_to_retry(job)
        choices = [(name, name) for name in steps]
        self.fields["step"] = forms.ChoiceField(label="From step", choices=choices, initial=steps[-1])
        self.fields["anew"].initial = job.error_code in _ANEW_IS_LIKELY


class FailForm(ReasonForm):
    code = forms.ChoiceField(
        label="What the family is told", choices=[(code, f"{code}: {SENTENCES[code]}") for code in mending.ENDINGS]
    )
    field_order = ("code", "reason")


@dataclass(frozen=True, slots=True)
class Act:
    """`do` says whether there was still something to do."""

    name: str
    title: str
    about: str
    done: str
    form: type[ReasonForm]
    refusal: Callable[[Job], str]
    do: Callable[[Job, dict[str, Any], User], bool]

    @property
    def permission(self) -> str:
        return f"books.can_{self.name}_job"


def _retry(job: Job, said: dict[str, Any], by: User) -> bool:
    mending.retry(job, mending.Retry(said["step"], anew=said["anew"], by=by, reason=said["reason"]))
    return True


def _has_ended(job: Job) -> str:
    return "" if job.is_open else "It has ended already."


ACTS = {
    act.name: act
    for act in (
        Act(
            "retry",
            "Retry",
            "Begins again from a step. Free for the family: a credit that went back stays with them.",
            "The job begins again.",
            RetryForm,
            mending.why_not,
            _retry,
        ),
        Act(
            "cancel",
            "Stop",
            "As the family would: nothing more is paid for, and the credit goes back.",
            "The job was stopped.",
            ReasonForm,
            _has_ended,
            lambda job, said, by: mending.cancel(job, by=by, reason=said["reason"]),
        ),
        Act(
            "fail",
            "Fail with refund",
            "Ends it with an error the family reads, and the credit goes back.",
            "The job was ended and the credit is back.",
            FailForm,
            _has_ended,
            lambda job, said, by: mending.fail(job, Code(said["code"]), by=by, reason=said["reason"]),
        ),
    )
}
