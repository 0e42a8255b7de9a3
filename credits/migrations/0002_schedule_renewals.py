"""Renewals are looked at every hour by Django-Q's scheduler."""

from django.db import migrations

NAME = "credits: renew subscriptions"


def schedule(apps, schema_editor):
    apps.get_model("django_q", "Schedule").objects.update_or_create(
        name=NAME, defaults={"func": "credits.tasks.renew_subscriptions", "schedule_type": "H", "repeats": -1}
    )


def unschedule(apps, schema_editor):
    apps.get_model("django_q", "Schedule").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [("credits", "0001_initial"), ("django_q", "__latest__")]
    operations = [migrations.RunPython(schedule, unschedule)]
