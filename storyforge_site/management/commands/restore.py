"""`manage.py restore FOLDER`: a backup in place of what the site has. Stop web, worker and watchdog first."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from storyforge_site import backups
from storyforge_site.accounts.models import HOUSE_EMAIL, User


class Command(BaseCommand):
    help = "Put a backup in place of everything the site has."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--replace", action="store_true", help="also where families have moved in already")

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exclude(email=HOUSE_EMAIL).exists() and not options["replace"]:
            raise CommandError("Somebody lives here already. With --replace the backup takes the place of all of it.")
        try:
            read = backups.read(options["folder"])
        except backups.Unfit as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The site is as it was on {read['made_at']}: {sum(read['rows'].values())} rows.")
