"""The painting process: sheets of SVG on stdin, one picture on stdout.

A process of its own because rendering holds the interpreter's lock, and because it can be killed. It
imports little, so that it starts at once. Order: JSON with `sheets`, `style`, `seed`, `width`, `height`.
"""

import json
import sys

from storyforge_site.providers.offline.illustrator.finish import finish


def main() -> int:
    order = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(
        finish(
            order["sheets"],
            str(order["style"]),
            int(order["seed"]),
            int(order["width"]),
            int(order["height"]),
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
