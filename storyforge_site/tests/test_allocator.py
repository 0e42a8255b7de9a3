"""Memory is kept from picture to picture, and given back when nothing will need it soon."""

import platform
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other libraries are left as they are")

_A_WAVE = """
import resource
from pathlib import Path
from PIL import Image
from storyforge_site.lib import allocator


def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() // 2**20


def fresh_pages():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


def paint():
    pictures = [Image.new("RGB", (1024, 1024), "red") for _ in range(8)]  # of 4 MiB each


allocator.keep_what_is_free()
at_first = held()
paint()
kept, before = held() - at_first, fresh_pages()
paint()
asked_for = fresh_pages() - before
allocator.give_back_what_is_free()
print(kept, asked_for, held() - at_first)
"""


def test_memory_is_kept_for_the_next_picture_and_given_back_when_told() -> None:
    done = subprocess.run([sys.executable, "-c", _A_WAVE], check=True, capture_output=True, text=True)
    kept_mib, fresh_pages, held_mib = map(int, done.stdout.split())

    assert kept_mib >= 30
    assert fresh_pages < 1000  # of 8192
    assert held_mib <= 4
