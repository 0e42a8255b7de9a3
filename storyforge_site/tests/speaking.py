"""What a vendor's voice says in tests: a tone as long as the text would take, in the format vendors send."""

import math
import struct
from functools import cache

from storyforge_site.lib import mp3

RATE = 44_100
SECONDS_A_LETTER = 0.06


@cache
def tone(text: str, *, rate: int = RATE) -> bytes:
    count = int((0.2 + SECONDS_A_LETTER * len(text)) * rate)
    return mp3.encode(struct.pack(f"<{count}h", *(int(9000 * math.sin(at / 9)) for at in range(count))), rate=rate)


def cut_off(text: str = "cut") -> bytes:
    return tone(text)[:-20]
