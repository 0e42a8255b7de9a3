"""The story of the next day is begun each night by Django-Q's scheduler, an hour before that day begins anywhere."""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone

NAME = "streaks: make daily stories"


def schedule(apps, schema_editor):
    apps.get_model("django_q", "Schedule").objects.update_or_create(
        name=NAME,
        defaults={
            "func": "streaks.tasks.make_daily_stories",
            "schedule_type": "D",
            "repeats": -1,
            "next_run": _next_nine_utc(timezone.now()),
        },
    )


def _next_nine_utc(moment):
    """A date begins at ten UTC on the Line Islands (UTC+14) and later everywhere else."""
    nine = moment.replace(hour=9, minute=0, second=0, microsecond=0)
    return nine if nine > moment else nine + timedelta(days=1)


def unschedule(apps, schema_editor):
    apps.get_model("django_q", "Schedule").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [("streaks", "0002_days_that_count"), ("django_q", "__latest__")]
    operations = [migrations.RunPython(schedule, unschedule)]
