"""`manage.py verify_ledger`: balances are sums, and every job was paid for as it ended."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from books import audit
from storyforge_site.lib.database import of_one_moment


class Command(BaseCommand):
    help = "Prove the ledger; ends with an error and a list when something does not add up."

    def handle(self, *args: Any, **options: Any) -> None:
        with of_one_moment():
            faults = list(audit.faults())
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults in the ledger.")
        self.stdout.write(self.style.SUCCESS("The ledger adds up."))
