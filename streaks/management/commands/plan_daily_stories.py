from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from storyforge_site.lib.clock import now
from streaks import daily


class Command(BaseCommand):
    help = "Plan the story of the day for the coming days, in every language."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=28)

    def handle(self, *args: Any, **options: Any) -> None:
        written = daily.plan_daily_stories(now().date(), options["days"])
        if options["verbosity"] > 1:
            self.stdout.write(f"{written} daily stories planned.")
