"""What a person does with their account. Each function is one transaction, or part of the caller's."""

import logging
from typing import Any

from allauth.account.app_settings import EmailVerificationMethod
from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.internal.flows.manage_email import assess_unique_email
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from storyforge_site.accounts.models import Session, User
from storyforge_site.lib.errors import Code, FieldError, StoryforgeError

log = logging.getLogger(__name__)


def open_guest(**fields: Any) -> User:
    """Somebody who wants to read first and say who they are later."""
    guest = User(is_guest=True, **fields)
    guest.set_unusable_password()
    guest.save()
    return guest


@transaction.atomic
def upgrade_guest(user: User, *, email: str, password: str) -> EmailAddress:
    """The same person with an address and a password, and with every book. All their tokens end.

    Raises FORBIDDEN for somebody who is no guest, VALIDATION for an address that is taken.
    """
    guest = _held(user)
    if not guest.is_guest:
        raise StoryforgeError(Code.FORBIDDEN, f"{guest.pk} has an address already")
    if assess_unique_email(email) is not True:
        raise _taken()
    guest.email = email.lower()
    guest.set_password(password)
    try:
        with transaction.atomic():
            guest.save()
    except IntegrityError as error:  # somebody else took it this moment
        raise _taken() from error
    Session.objects.filter(user=guest).delete()
    address: EmailAddress = EmailAddress.objects.create(user=guest, email=guest.email, primary=True)
    return address


@transaction.atomic
def change_profile(user: User, changes: dict[str, Any]) -> User:
    """Only what is said changes, in the preferences too."""
    person = _held(user)
    for name, value in changes.items():
        setattr(person, name, person.preferences | value if name == "preferences" else value)
    person.save(update_fields=list(changes))
    return person


def ask_for_confirmation(request: HttpRequest, address: EmailAddress) -> None:
    """A post office that is away does not undo a sign-up; the letter can be asked for again."""
    if settings.ACCOUNT_EMAIL_VERIFICATION == EmailVerificationMethod.NONE:
        return
    try:
        send_verification_email_to_address(request, address, signup=True)
    except Exception:
        log.exception("no letter could be sent to confirm an address")


def _held(user: User) -> User:
    """As the database has them now, until the end of the transaction. They may have left this moment."""
    person = User.objects.select_for_update().filter(pk=user.pk).first()
    if person is None:
        raise StoryforgeError(Code.UNAUTHENTICATED, f"{user.pk} is gone")
    return person


def _taken() -> StoryforgeError:
    return StoryforgeError(
        Code.VALIDATION, fields=[FieldError("email", _("Somebody signs in with this address already."))]
    )
