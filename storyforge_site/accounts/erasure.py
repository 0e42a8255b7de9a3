"""Somebody leaves: their work stops, their rows go in one transaction, then their files.

A worker may be painting for them this moment. It learns at its next write that its job is gone and removes what it
stored; for one that dies before that, the folder is removed once more when no painter of theirs can be left, and only
then is the erasure itself forgotten.
"""

import logging
from collections.abc import Callable

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast, Now

from storyforge_site.accounts import belongings
from storyforge_site.accounts.belongings import Belongings
from storyforge_site.accounts.models import Erasure, User
from storyforge_site.lib import files
from storyforge_site.lib.database import despite_deadlocks
from storyforge_site.lib.queue import enqueue

log = logging.getLogger(__name__)


def erase(user: User) -> None:
    """Everything of a person, and their sessions and tokens. Saying it twice changes nothing."""
    despite_deadlocks(lambda: _leave(user))


def _leave(user: User) -> None:
    _each(lambda of_app: of_app.stop(user))  # each job by itself, before we hold what its worker waits for
    _remove(user)


@transaction.atomic
def _remove(user: User) -> None:
    _each(lambda of_app: of_app.hold(user))
    person = User.objects.select_for_update().filter(pk=user.pk).first()
    if person is None:
        return
    _each(lambda of_app: of_app.stop(person))  # what was begun this moment
    _blank_admin_log(person)
    _each(lambda of_app: of_app.forget(person))
    person.delete()
    Erasure.objects.get_or_create(person=user.pk, defaults={"erased_at": Now()})
    enqueue("storyforge_site.accounts.tasks.remove_files", user.pk)


def _each(act: Callable[[Belongings], None]) -> None:
    for of_app in belongings.of_all_apps():
        act(of_app)


def remove_files(user_id: str) -> bool:
    """Whether all are gone. What cannot be removed now is tried again by `finish`."""
    try:
        files.remove_folder(files.folder_of(user_id))
    except Exception as error:  # every storage has exceptions of its own
        log.warning("files of somebody erased could not be removed: %s", error)
        return False
    return True


def finish() -> None:
    """Once more for everybody whose last painter must have ended; then nothing of them is left."""
    for person in list(Erasure.objects.all().due().values_list("pk", flat=True)[:100]):
        if remove_files(person):
            Erasure.objects.filter(pk=person).delete()


def _blank_admin_log(user: User) -> None:
    """What staff did stays; the names and titles of what they did it to do not."""
    for of_app in belongings.of_all_apps():
        for table in of_app.tables.values():
            rows = table.rows(user)
            keys = rows.order_by().annotate(as_text=Cast("pk", TextField())).values("as_text")
            about = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(rows.model))
            about.filter(object_id__in=keys).update(object_repr="", change_message="")
