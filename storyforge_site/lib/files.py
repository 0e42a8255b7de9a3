"""The folder of one person's files, in whatever storage: looked through, and removed with all that is in it."""

from collections.abc import Iterator

from django.core.files.storage import default_storage


def folder_of(user_id: str) -> str:
    """Everything stored for a person stands under it. Nobody's folder would be everybody's."""
    if not user_id:
        raise ValueError("whose folder?")
    return f"users/{user_id}"


def every_file(folder: str) -> Iterator[str]:
    """The names of all files in `folder` and below; none when it is not there."""
    try:
        folders, files = default_storage.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return
    for name in sorted(filter(None, files)):
        yield f"{folder}/{name}"
    for name in sorted(filter(None, folders)):
        yield from every_file(f"{folder}/{name}")


def remove_folder(folder: str) -> None:
    """With everything below it. Raises what the storage raises; what is left then can be removed again."""
    try:
        folders, files = default_storage.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return
    for name in filter(None, files):
        default_storage.delete(f"{folder}/{name}")
    for name in filter(None, folders):
        remove_folder(f"{folder}/{name}")
    default_storage.delete(folder)  # a disk keeps empty folders; elsewhere there is nothing by this name
