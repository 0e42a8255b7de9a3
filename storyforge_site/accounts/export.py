"""Everything we keep of a person as one zip: a JSON file for each table, and their files as they are stored."""

import json
import shutil
import tempfile
import zipfile
from typing import IO

from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from storyforge_site.accounts import belongings
from storyforge_site.accounts.belongings import Table
from storyforge_site.accounts.models import User
from storyforge_site.lib import files


def as_zip(user: User) -> IO[bytes]:
    """An open file at its beginning. Whole or not at all: half an answer would look like all there is."""
    out = tempfile.TemporaryFile()  # noqa: SIM115  (whoever sends it closes it)
    try:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("README.txt", _about())
            for of_app in belongings.of_all_apps():
                for name, table in of_app.tables.items():
                    _write_rows(archive, f"{of_app.app}/{name}.json", table, user)
            _write_files(archive, user)
        out.seek(0)
    except BaseException:
        out.close()
        raise
    return out


def _write_rows(archive: zipfile.ZipFile, name: str, table: Table, user: User) -> None:
    """Row by row, so that a long life of reading does not fill the memory."""
    rows = table.rows(user)
    columns = [column.attname for column in rows.model._meta.concrete_fields if column.name not in table.hidden]
    with archive.open(name, "w", force_zip64=True) as out:
        before = "[\n"
        for row in rows.order_by("pk").values(*columns).iterator(chunk_size=500):
            out.write((before + json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)).encode())
            before = ",\n"
        out.write(b"\n]\n" if before == ",\n" else b"[]\n")


def _write_files(archive: zipfile.ZipFile, user: User) -> None:
    folder = files.folder_of(user.pk)
    hidden = tuple(beginning for of_app in belongings.of_all_apps() for beginning in (".", *of_app.workings))
    for key in files.every_file(folder):
        if not key.rpartition("/")[2].startswith(hidden):
            _write_file(archive, key, f"files{key.removeprefix(folder)}")


def _write_file(archive: zipfile.ZipFile, key: str, name: str) -> None:
    try:
        stored = default_storage.open(key)
    except FileNotFoundError:  # removed while we were reading
        return
    entry = zipfile.ZipInfo(name)  # pictures are packed already
    with stored, archive.open(entry, "w", force_zip64=True) as out:
        shutil.copyfileobj(stored, out)


def _about() -> str:
    return _(
        "This is everything Storyforge keeps about you. The folder “files” holds your pictures and recordings; each of "
        "the other files is one list, in JSON, as our database has it. Passwords and keys are left out."
    )
