"""`manage.py backup FOLDER`: everything the site has, while it runs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from storyforge_site import backups


class Command(BaseCommand):
    help = "Write every row and every file into a new folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            written = backups.write(options["folder"])
        except backups.Unfit as error:
            raise CommandError(str(error)) from error
        rows = sum(written["rows"].values())
        self.stdout.write(f"{rows} rows and {written['files']} files are in {options['folder']}.")
