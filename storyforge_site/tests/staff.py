"""Members of staff, by role, and a browser each."""

from importlib import import_module

from django.apps import apps
from django.contrib.auth.models import Group
from django.test import Client

from storyforge_site.accounts.models import User

ROLES = ("support", "moderator", "finance", "operator")

set_up = import_module("storyforge_site.accounts.migrations.0004_staff_roles")


def require_roles() -> None:
    """As migrations leave them: a test that commits takes them along when it is cleaned up after."""
    if not Group.objects.filter(name__in=ROLES).exists():
        set_up.set_up(apps, None)


def a_member(*roles: str) -> User:
    """Staff with these roles; "superuser" is one that may do everything."""
    name = "-".join(roles) or "newcomer"
    if "superuser" in roles:
        return User.objects.create_superuser(f"{name}@example.org", "s-long-password")
    require_roles()
    member = User.objects.create_user(f"{name}@example.org", "s-long-password", is_staff=True)
    member.groups.set(Group.objects.filter(name__in=roles))
    return member


def signed_in_as(member: User) -> Client:
    client = Client()
    client.force_login(member)
    return client


def a_clerk(*roles: str) -> Client:
    return signed_in_as(a_member(*roles))
