from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from books.models import MAKING_BOOKS, Book, Job, JobStatus, Scope, Spending
from storyforge_site.accounts.desk import Figure, shows_of_person, shows_today
from storyforge_site.accounts.models import User
from storyforge_site.lib.clock import midnight, now
from storyforge_site.lib.ids import first_id

_DOLLAR = 1_000_000  # micro-dollars
_LONG_SECONDS = 120  # in the queue
_MUCH = 0.8  # of the day's cap


@shows_today("books.view_job", place=10)
def books_today() -> Iterator[Figure]:
    """Books ordered today that are made or failed, and whatever is open now, since when: in one query."""
    since = first_id("job", midnight())
    ended = Job.objects.filter(pk__gte=since, kind__in=MAKING_BOOKS, status__in=[JobStatus.DONE, JobStatus.FAILED])
    still_open = Job.objects.open()
    counted = [
        rows.order_by().values("status").annotate(count=Count("pk"), oldest=Min("created_at"))
        for rows in (ended, still_open)
    ]
    found = {row["status"]: row for row in counted[0].union(counted[1], all=True)}
    jobs = reverse("admin:books_job_changelist")
    today = f"{jobs}?id__gte={since}&kind__in={','.join(MAKING_BOOKS)}"
    counts = {status: found[status]["count"] if status in found else 0 for status in JobStatus}
    yield Figure(_("books made"), counts[JobStatus.DONE], f"{today}&status__exact={JobStatus.DONE}")
    failed = counts[JobStatus.FAILED]
    yield Figure(_("books failed"), failed, f"{today}&status__exact={JobStatus.FAILED}", is_alarming=failed > 0)
    yield Figure(_("being made now"), counts[JobStatus.RUNNING], f"{jobs}?status__exact={JobStatus.RUNNING}")
    waiting = found.get(JobStatus.QUEUED)
    age = int((now() - waiting["oldest"]).total_seconds()) if waiting else 0
    queue, is_long = f"{jobs}?status__exact={JobStatus.QUEUED}", age > _LONG_SECONDS
    yield Figure(_("in the queue"), counts[JobStatus.QUEUED], queue, is_alarming=is_long)
    yield Figure(_("minutes the first of them waits"), f"{age // 60}:{age % 60:02}", queue, is_alarming=is_long)


@shows_today("books.view_spending", place=30)
def spent_today() -> Iterator[Figure]:
    spent, cap = Spending.objects.all().today(Scope.SITE, "") / _DOLLAR, settings.COST_CAP_SITE_DAY / _DOLLAR
    page = f"{reverse('admin:books_spending_changelist')}?day__exact={now():%Y-%m-%d}&scope__exact={Scope.SITE}"
    label = _("spent, of $%(cap)s a day") % {"cap": f"{cap:,.0f}"}
    yield Figure(label, f"${spent:,.2f}", page, is_alarming=spent > _MUCH * cap)


@shows_of_person("books.view_book", place=30)
def books_of(person: User) -> Iterator[Figure]:
    count = Book.objects.owned_by(person).published().count()
    yield Figure(_("books"), count, f"{reverse('admin:books_book_changelist')}?q={person.pk}")


@shows_of_person("books.view_job", place=40)
def jobs_of(person: User) -> Iterator[Figure]:
    """Those that failed beside all, for that is what families write about."""
    counted = dict(Job.objects.filter(user=person).order_by().values_list("status").annotate(Count("pk")))
    failed = counted.get(JobStatus.FAILED, 0)
    jobs = f"{reverse('admin:books_job_changelist')}?q={person.pk}"
    yield Figure(_("jobs"), sum(counted.values()), jobs)
    if failed:
        yield Figure(_("jobs failed"), failed, f"{jobs}&status__exact={JobStatus.FAILED}", is_alarming=True)
