"""Roles of staff: groups with what each may do. Who is in a group is for superusers to say, in the admin.

Django makes permissions only after all migrations have run, so those named here are made here, as Django would; later
it finds them there. Run again, it adds what is missing and takes nothing away. Undone, the groups go, and with them
who was in them; the permissions stay.
"""

from django.db import migrations

_NAMES = {
    "see_as_user": "Can see the site as a family does",
    "export_user": "Can take along what is kept of a family",
    "give_credits": "Can give a family a few credits",
    "adjust_credits": "Can adjust a balance without a limit",
    "plan_dailystory": "Can plan daily stories and choose others",
    "review_dailystory": "Can let daily stories out and take them back",
    "can_retry_job": "Can begin a job again from one of its steps",
    "can_cancel_job": "Can stop a job",
    "can_fail_job": "Can end a job as failed, with a refund",
    "can_clean_up_jobs": "Can have stuck jobs cleaned up",
    "can_switch_provider": "Can switch providers off and on",
}

_MONEY = {
    "accounts.user": ["view_user"],
    "credits.usercredits": ["view_usercredits", "give_credits"],
    "credits.credittransaction": ["view_credittransaction"],
    "credits.subscription": ["view_subscription"],
}
_WORK = {
    "books.job": ["view_job"],
    "books.imageprompt": ["view_imageprompt"],
    "books.providercall": ["view_providercall"],
}

ROLES = {
    "support": {
        **_MONEY,
        **_WORK,
        "accounts.user": ["view_user", "see_as_user", "export_user"],
        "books.book": ["view_book"],
        "characters.character": ["view_character"],
        "streaks.dailystreak": ["view_dailystreak"],
        "streaks.readinglog": ["view_readinglog"],
        "streaks.dailystory": ["view_dailystory"],
    },
    "moderator": {
        "safety.moderationverdict": ["view_moderationverdict", "change_moderationverdict"],
        "books.book": ["view_book"],
        "books.storydraft": ["view_storydraft"],
        "streaks.dailystory": ["view_dailystory", "plan_dailystory", "review_dailystory"],
    },
    "finance": {
        **_MONEY,
        "credits.usercredits": ["view_usercredits", "give_credits", "adjust_credits"],
        "credits.subscription": ["view_subscription", "add_subscription", "change_subscription"],
        "books.spending": ["view_spending"],
    },
    "operator": {
        **_WORK,
        "books.job": ["view_job", "can_retry_job", "can_cancel_job", "can_fail_job", "can_clean_up_jobs"],
        "books.spending": ["view_spending"],
        "storyforge_site.providerswitch": ["view_providerswitch", "can_switch_provider"],
        "django_q.ormq": ["view_ormq"],
        "django_q.failure": ["view_failure"],
        "django_q.schedule": ["view_schedule"],
    },
}


def set_up(apps, schema_editor):
    group = apps.get_model("auth", "Group")
    for role, models in ROLES.items():
        permissions = [
            _permission(apps, model, codename) for model, codenames in models.items() for codename in codenames
        ]
        group.objects.get_or_create(name=role)[0].permissions.add(*permissions)


def _permission(apps, model, codename):
    app_label, name = model.split(".")
    kind, _is_new = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app_label, model=name)
    defaults = {"name": _NAMES.get(codename) or _as_django_says(apps, app_label, name, codename)}
    permissions = apps.get_model("auth", "Permission").objects
    return permissions.get_or_create(content_type=kind, codename=codename, defaults=defaults)[0]


def _as_django_says(apps, app_label, name, codename):
    """“Can view credit account”."""
    act = codename.partition("_")[0]
    try:
        return f"Can {act} {apps.get_model(app_label, name)._meta.verbose_name_raw}"
    except LookupError:  # its table comes with a later migration
        return f"Can {act} {name}"


def take_down(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_staff_permissions"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("safety", "0001_verdicts"),
        ("credits", "0005_staff_permissions"),
        ("characters", "0002_wastebasket_and_portrait"),
        ("books", "0011_work_of_staff"),
        ("streaks", "0004_review"),
        ("django_q", "__latest__"),
    ]
    operations = [migrations.RunPython(set_up, take_down)]
