"""What staff did, to what, and why: Django's own log of the admin, written in the transaction of the act itself.

What is said is kept as it stands, so it is in English whatever language the page was in.
"""

from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models


def write_down(by: models.Model, row: models.Model, said: str) -> None:
    LogEntry.objects.log_actions(by.pk, [row], CHANGE, change_message=said, single_object=True)


def write_down_gone(by: models.Model, model: type[models.Model], key: str, said: str) -> None:
    """About a row that is no more: by its id alone, for a name would stay when its family has left."""
    kind = ContentType.objects.get_for_model(model)
    said_of = {"content_type": kind, "object_id": key, "object_repr": key, "action_flag": DELETION}
    LogEntry.objects.create(user_id=by.pk, change_message=said, **said_of)
