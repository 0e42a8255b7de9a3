#!/usr/bin/env python
"""Django's command line for Storyforge."""

import os
import sys

from storyforge_site.lib import garbage


def main() -> None:
    garbage.look_seldom()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storyforge_site.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
