"""What the queue calls. Each takes one key and returns nothing."""

from storyforge_site.accounts import erasure


def remove_files(user_id: str) -> None:
    """Right after an erasure. The id alone is left of the person."""
    erasure.remove_files(user_id)


def finish_erasures(asked_by: str) -> None:
    erasure.finish()
