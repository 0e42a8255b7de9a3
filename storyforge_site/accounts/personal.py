"""What the accounts themselves keep of a person: addresses, second factors, sessions, traces in the admin."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.admin.models import LogEntry

from storyforge_site.accounts.belongings import Belongings, Table
from storyforge_site.accounts.models import Session, User
from storyforge_site.models import IdempotencyKey

BELONGINGS = Belongings(
    app="account",
    tables={
        "profile": Table(lambda user: User.objects.filter(pk=user.pk), ("password",)),
        "addresses": Table(lambda user: EmailAddress.objects.filter(user_id=user.pk)),
        "confirmations": Table(lambda user: EmailConfirmation.objects.filter(email_address__user_id=user.pk), ("key",)),
        "second_factors": Table(lambda user: Authenticator.objects.filter(user_id=user.pk), ("data",)),
        "other_houses": Table(lambda user: SocialAccount.objects.filter(user_id=user.pk)),
        "other_houses_tokens": Table(
            lambda user: SocialToken.objects.filter(account__user_id=user.pk), ("token", "token_secret")
        ),
        "sessions": Table(lambda user: Session.objects.filter(user=user), ("session_key", "session_data")),
        "requests": Table(lambda user: IdempotencyKey.objects.filter(user=user), ("fingerprint",)),
        # What staff did names others.
        "staff_actions": Table(lambda user: LogEntry.objects.filter(user=user), ("object_repr", "change_message")),
    },
)
