"""The painting process: an order is sheets of SVG, its answer one picture.

A process of its own because rendering holds the interpreter's lock, and because it can be killed. It
imports little, so that it starts at once. Order: JSON with `sheets`, `style`, `seed`, `width`, `height`.
"""

import json

from PIL import Image

from storyforge_site.lib import allocator
from storyforge_site.lib.workbench import serve
from storyforge_site.providers.offline.illustrator.finish import finish


def work(order: bytes) -> bytes:
    wanted = json.loads(order)
    return finish(
        wanted["sheets"],
        str(wanted["style"]),
        int(wanted["seed"]),
        int(wanted["width"]),
        int(wanted["height"]),
    )


if __name__ == "__main__":
    Image.preinit()  # once, and not for every picture
    allocator.keep_what_is_free()
    serve(work)
