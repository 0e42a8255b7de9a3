"""Who reads and makes books: families, guests and the house itself."""

from datetime import timedelta
from typing import Any, ClassVar, Self
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from storyforge_site.accounts.sessions import Session
from storyforge_site.lib.choices import Language
from storyforge_site.lib.clock import now
from storyforge_site.lib.ids import PrefixedIdField

__all__ = ["HOUSE_EMAIL", "Erasure", "Session", "User"]

HOUSE_EMAIL = "house@storyforge.invalid"


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(_("There is no time zone called %(name)s."), params={"name": name})


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person with an address. Without a password nobody can sign in with one."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def house(self) -> "User":
        """The account that owns what belongs to everybody: sample books and daily stories."""
        user, created = self.get_or_create(email=HOUSE_EMAIL, defaults={"display_name": "Storyforge"})
        if created:
            user.set_unusable_password()
            user.save(update_fields=["password"])
        return user


class User(AbstractBaseUser, PermissionsMixin):
    id = PrefixedIdField("user")
    email = models.EmailField(_("e-mail address"), unique=True, null=True, blank=True)
    display_name = models.CharField(_("name"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=Language, default=Language.ENGLISH)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    preferences = models.JSONField(
        _("reading preferences"), default=dict, blank=True, help_text="what differs from ours"
    )
    is_guest = models.BooleanField(_("guest"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    date_joined = models.DateTimeField(_("joined"), default=now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        permissions = (
            ("see_as_user", "Can see the site as a family does"),
            ("export_user", "Can take along what is kept of a family"),
        )
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(is_guest=True) | Q(email__isnull=False), name="user_has_email_unless_guest"
            ),
        ]

    def __str__(self) -> str:
        return self.email or self.id

    @property
    def is_house(self) -> bool:
        return self.email == HOUSE_EMAIL

    def clean(self: Self) -> None:
        super().clean()
        self.email = self.email.lower() if self.email else None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whoever has an address is no guest any more, by whichever way it came."""
        if self.is_guest and self.email:
            self.is_guest = False
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "is_guest"}
        super().save(*args, **kwargs)


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def due(self) -> "ErasureQuerySet":
        """So long ago that no painter of theirs still works."""
        long_ago = Now() - timedelta(seconds=settings.TASK_TIMEOUT_SECONDS + 30)
        return self.filter(erased_at__lt=long_ago).order_by("erased_at")


class Erasure(models.Model):
    """Somebody who is gone, remembered by nothing but their id until the last of their files is gone too."""

    person = models.CharField(max_length=40, primary_key=True)
    erased_at = models.DateTimeField(db_index=True)

    objects = ErasureQuerySet.as_manager()

    def __str__(self) -> str:
        return self.person
