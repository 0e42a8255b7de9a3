"""What these tests have from npm, by `package-lock.json`: axe-core and Lighthouse."""

import shutil
import subprocess
from pathlib import Path

_HERE = Path(__file__).parent
_INSTALLED = _HERE / "node_modules" / ".package-lock.json"


def file(name: str) -> Path:
    """A file of a package, installed when the lock file is newer than what is there."""
    if not _INSTALLED.exists() or _INSTALLED.stat().st_mtime < (_HERE / "package-lock.json").stat().st_mtime:
        npm = shutil.which("npm")
        assert npm, "npm is not installed; `make test` needs it (Debian: apt install nodejs npm)"
        subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=_HERE, check=True)
    return _HERE / "node_modules" / name
