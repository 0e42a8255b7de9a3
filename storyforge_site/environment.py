"""Where settings come from: the environment, a `.env` beside `manage.py`, or a file.

`SECRET_KEY_FILE=/run/secrets/key` fills `SECRET_KEY`.
"""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()
environ.Env.read_env(str(BASE_DIR / ".env"))


def secret(name: str, default: str = "") -> str:
    """Without the line end that a file of one line has."""
    return str(env.str(name, default=default)).strip()
