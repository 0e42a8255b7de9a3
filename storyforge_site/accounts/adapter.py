"""What allauth asks us about addresses."""

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from storyforge_site.accounts.models import HOUSE_EMAIL


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    def clean_email(self, email: str) -> str:
        """Nobody signs in as the house, also before it has an account: it would own everybody's books."""
        cleaned: str = super().clean_email(email)
        if cleaned.lower() == HOUSE_EMAIL:
            raise ValidationError(_("Somebody signs in with this address already."))
        return cleaned
