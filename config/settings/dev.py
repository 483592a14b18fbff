"""`make run`: the whole Atlas on this machine, SQLite unless DATABASE_URL says otherwise."""

import os

from django.core.management.utils import get_random_secret_key

from .base import *  # noqa: F403  (a settings module is the star import of its base)
from .base import VAR_DIR

DEBUG = os.environ.get("ATLAS_DEBUG", "") == "1"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *filter(None, os.environ.get("ALLOWED_HOSTS", "").split(","))]


def local_secret_key() -> str:
    """A key made once for this machine and kept in var/, so that sessions survive a restart."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        path.write_text(get_random_secret_key())
        path.chmod(0o600)
    return path.read_text()


SECRET_KEY = os.environ.get("SECRET_KEY") or local_secret_key()
