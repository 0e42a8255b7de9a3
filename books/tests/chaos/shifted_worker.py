"""A cluster on a host whose clock is wrong by SECONDS: `python -m books.tests.chaos.shifted_worker SECONDS`."""

import os
import sys
import time
from datetime import timedelta

import django
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storyforge_site.settings")

right_now, right_time = timezone.now, time.time
shift = float(sys.argv[1])
timezone.now = lambda: right_now() + timedelta(seconds=shift)
time.time = lambda: right_time() + shift
django.setup()

from books.management.commands.work import run_cluster  # noqa: E402

if __name__ == "__main__":
    run_cluster()
