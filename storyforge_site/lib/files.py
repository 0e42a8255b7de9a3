"""The folder of one person's files, in whatever storage: looked through, and removed with all that is in it."""

from collections.abc import Iterator
from itertools import islice

from django.core.files.storage import default_storage


def folder_of(user_id: str) -> str:
    """Everything stored for a person stands under it. Nobody's folder would be everybody's."""
    if not user_id:
        raise ValueError("whose folder?")
    return f"users/{user_id}"


def files_in(folder: str) -> Iterator[str]:
    """The names of all files in `folder` itself; none when it is not there."""
    for _folder, keys in islice(_walk(folder), 1):
        yield from keys


def every_file(folder: str) -> Iterator[str]:
    """The names of all files in `folder` and below; none when it is not there."""
    for _folder, keys in _walk(folder):
        yield from keys


def remove_folder(folder: str) -> None:
    """With everything below it. Raises what the storage raises; what is left then can be removed again."""
    seen = []
    for inner, keys in _walk(folder):
        for key in keys:
            default_storage.delete(key)
        seen.append(inner)
    for inner in reversed(seen):
        default_storage.delete(inner)  # a disk keeps empty folders; elsewhere there is nothing by this name


def _walk(folder: str) -> Iterator[tuple[str, list[str]]]:
    """Each folder before those in it, with the names of its own files."""
    try:
        folders, files = default_storage.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return
    yield folder, [f"{folder}/{name}" for name in sorted(filter(None, files))]
    for name in sorted(filter(None, folders)):
        yield from _walk(f"{folder}/{name}")
