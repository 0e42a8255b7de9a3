"""Asks the package index whether anything we stand on has a known vulnerability, and says of how much it knows.

Ends with 1 when one is known. What the index cannot say is said aloud, and fails nothing: a mirror may know no
vulnerabilities, and a machine may have no network.
"""

import json
import subprocess
import sys

_COMMAND = ("-m", "pip_audit", "--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json")


def main() -> int:
    asked = [argument for name in sys.argv[1:] for argument in ("-r", name)]
    done = subprocess.run([sys.executable, *_COMMAND, *asked], capture_output=True, text=True, check=False)
    try:
        found = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        print("audit: the index could not be asked:", (done.stderr.strip().splitlines() or ["no answer"])[-1])
        return 0
    known = [one for one in found if "vulns" in one]
    for one in known:
        for flaw in one["vulns"]:
            print(f"audit: {one['name']} {one['version']}: {flaw['id']}, mended in {', '.join(flaw['fix_versions'])}")
    flawed = [one for one in known if one["vulns"]]
    print(f"audit: {len(known)} packages looked up, {len(found) - len(known)} the index knows nothing about, ", end="")
    print(f"{len(flawed)} with a known vulnerability")
    return 1 if flawed else 0


if __name__ == "__main__":
    sys.exit(main())
