from collections.abc import Iterator

from django.contrib.admin.utils import quote
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from credits import subscriptions
from credits.models import CreditTransaction, Movement, UserCredits
from credits.staff import GIFT
from storyforge_site.accounts.desk import Figure, shows_of_person, shows_today
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import midnight
from storyforge_site.lib.ids import first_id


@shows_today("credits.view_credittransaction", place=60)
def given() -> Iterator[Figure]:
    """By staff: presents, refunds and what was adjusted upwards."""
    since = first_id("txn", midnight())
    by_staff = Q(movement=Movement.REFUND) | Q(movement=Movement.ADJUSTMENT, amount__gt=0)
    by_staff |= Q(movement=Movement.BONUS, reference_id__startswith=f"{GIFT}_")
    total = CreditTransaction.objects.filter(by_staff, pk__gte=since).aggregate(total=Sum("amount"))["total"]
    wanted = f"?id__gte={since}&movement__in={Movement.REFUND},{Movement.ADJUSTMENT},{Movement.BONUS}"
    yield Figure(
        _("credits given by staff"), total or 0, reverse("admin:credits_credittransaction_changelist") + wanted
    )


@shows_of_person("credits.view_usercredits", place=10)
def balance(person: User) -> Iterator[Figure]:
    account = UserCredits.objects.filter(pk=person.pk).first()
    page = reverse("admin:credits_usercredits_change", args=[quote(person.pk)])
    yield Figure(_("credits"), account.credits if account else _("not opened yet"), page)


@shows_of_person("credits.view_subscription", place=20)
def plan(person: User) -> Iterator[Figure]:
    running = subscriptions.current(person)
    if running:
        page = reverse("admin:credits_subscription_change", args=[quote(running.pk)])
        yield Figure(_("plan"), running.get_plan_display(), page)
    else:
        yield Figure(_("plan"), _("none"), f"{reverse('admin:credits_subscription_changelist')}?q={person.pk}")
