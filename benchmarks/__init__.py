"""How fast the house is: `make bench` measures it and writes RESULTS.md. No test."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "storyforge_site.settings")
django.setup()
