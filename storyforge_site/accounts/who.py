"""Who is asking."""

from django.http import HttpRequest
from rest_framework.request import Request

from storyforge_site.accounts.models import User
from storyforge_site.lib.errors import Code, StoryforgeError


def signed_in(request: HttpRequest | Request) -> User:
    """The person behind the request. Raises UNAUTHENTICATED; views that call it ask for a sign-in first."""
    if isinstance(request.user, User):
        return request.user
    raise StoryforgeError(Code.UNAUTHENTICATED)
