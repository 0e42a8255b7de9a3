"""Everything a site has, in a folder, and back again: rows as lines of JSON, files as they are stored.

The same on every database and every store, so a laptop's site can move to a server. The rows are of one moment; files
are copied after them, and none is ever changed under its name, so what the rows name is there. The queue is left out:
the watchdog queues again what was open.
"""

import gzip
import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.core import serializers
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder

from storyforge_site.lib import files
from storyforge_site.lib.clock import now
from storyforge_site.lib.database import of_one_moment

_LEFT_OUT = "django_q"
_ROWS_AT_ONCE = 500
_FILES_OF_PEOPLE = "users"
_FORMAT = 1


class Unfit(Exception):
    """A folder that is no backup, or none of this version; with a sentence for the operator."""


# --- out --------------------------------------------------------------------------------------
def write(folder: Path) -> dict[str, Any]:
    """Into an empty or new folder; what was written. Raises Unfit when something is in it."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise Unfit(f"{folder} is not empty.")
    with of_one_moment():
        rows = {model._meta.label: _write_rows(model, folder) for model in _models()}
    manifest = {
        "format": _FORMAT,
        "made_at": now().isoformat(),
        "migrations": _migrations(),
        "rows": rows,
        "files": _write_files(folder / "files"),
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")  # last: now it is one
    return manifest


class _Exact(DjangoJSONEncoder):
    """Django's own cuts moments to milliseconds."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def _write_rows(model: type[models.Model], folder: Path) -> int:
    names = [column.name for column in model._meta.concrete_fields]
    count = 0

    def counted() -> Iterator[models.Model]:
        nonlocal count
        for row in model._base_manager.order_by("pk").iterator(chunk_size=_ROWS_AT_ONCE):
            count += 1
            yield row

    with gzip.open(_lines_of(model, folder), "wt", encoding="utf-8") as out:
        serializers.serialize("jsonl", counted(), stream=out, fields=names, cls=_Exact)
    return count


def _write_files(folder: Path) -> int:
    count = 0
    for key in files.every_file(_FILES_OF_PEOPLE):
        target = folder / key
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with default_storage.open(key) as stored, target.open("wb") as out:
                shutil.copyfileobj(stored, out)
        except FileNotFoundError:  # removed meanwhile
            target.unlink(missing_ok=True)
            continue
        count += 1
    return count


# --- and back ---------------------------------------------------------------------------------
def read(folder: Path) -> dict[str, Any]:
    """Put in place of everything there is. Raises Unfit before anything is touched."""
    manifest = _manifest(folder)
    with transaction.atomic(), connection.constraint_checks_disabled():
        _clear()
        for model in _models():
            with gzip.open(_lines_of(model, folder), "rt", encoding="utf-8") as lines:
                _read_rows(model, lines)
        connection.check_constraints()
    _reset_sequences()
    for source in sorted(path for path in (folder / "files").rglob("*") if path.is_file()):
        with source.open("rb") as data:
            default_storage.save(source.relative_to(folder / "files").as_posix(), File(data))
    return manifest


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Unfit(f"{folder} holds no finished backup.") from error
    if manifest.get("format") != _FORMAT or manifest["migrations"] != _migrations():
        raise Unfit(
            f"The backup of {manifest.get('made_at')} is of another version. Run the version it was made with, "
            "migrate, restore, and then migrate to this one."
        )
    return manifest


def _clear() -> None:
    tables = [model._meta.db_table for model in _models()]
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), tables, allow_cascade=True):
            cursor.execute(statement)


def _read_rows(model: type[models.Model], lines: "IO[str]") -> None:
    rows = (told.object for told in serializers.deserialize("jsonl", lines))
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        model._base_manager.bulk_create(some)


def _reset_sequences() -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)


# --- both -------------------------------------------------------------------------------------
def _models() -> list[type[models.Model]]:
    """Every table of ours and of the libraries' once, but the queue's."""
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.managed and model._meta.app_label != _LEFT_OUT]


def _migrations() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def _lines_of(model: type[models.Model], folder: Path) -> Path:
    return folder / f"{model._meta.db_table}.jsonl.gz"
