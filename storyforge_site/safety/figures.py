from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storyforge_site.accounts.desk import Figure, shows_today
from storyforge_site.safety.models import ModerationVerdict


@shows_today("safety.view_moderationverdict", place=40)
def reviews_waiting() -> Iterator[Figure]:
    count = ModerationVerdict.objects.waiting().count()
    page = f"{reverse('admin:safety_moderationverdict_changelist')}?review=waiting"
    yield Figure(_("reviews waiting"), count, page, is_alarming=count > 0)
