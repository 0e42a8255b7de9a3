from typing import Any

from django.core.management.base import BaseCommand

from characters import services


class Command(BaseCommand):
    help = "Bring the preset heroes of characters/presets.toml into the database."

    def handle(self, *args: Any, **options: Any) -> None:
        count = services.load_presets()
        if options["verbosity"] > 1:
            self.stdout.write(f"{count} preset heroes.")
