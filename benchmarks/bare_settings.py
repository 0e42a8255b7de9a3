"""The product's settings with one more address (`bare_urls.py`), for a server that only a benchmark starts."""

from storyforge_site.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.bare_urls"
