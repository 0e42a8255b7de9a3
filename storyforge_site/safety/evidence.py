"""Pictures that nobody was sure about, put away for staff among the family's files, where no family sees them."""

import logging

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from storyforge_site.lib import files

log = logging.getLogger(__name__)

BEGINNING = "unsure-"  # of the names of files that are no part of what a family takes along


def keep_picture(user_id: str, mark: str, jpeg: bytes) -> str:
    """The key it stands under; nothing when the storage is away, since a verdict must not fail for that."""
    key = f"{files.folder_of(user_id)}/review/{BEGINNING}{mark[:24]}.jpg"
    try:
        return default_storage.save(key, ContentFile(jpeg))
    except Exception as error:  # every storage has exceptions of its own
        log.warning("a picture for review could not be put away: %s", error)
        return ""


def remove_picture(key: str) -> None:
    try:
        default_storage.delete(key)
    except Exception as error:  # every storage has exceptions of its own
        log.warning("a picture that was decided could not be removed: %s", error)
