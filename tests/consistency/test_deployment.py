"""Django finds nothing to say of the settings of the ministry's servers."""

import os
import secrets
import subprocess
import sys

from tests.consistency.sources import ROOT

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "ALLOWED_HOSTS": "atlas.example",
    "EMAIL_HOST": "mail.example",
    "DEFAULT_FROM_EMAIL": "atlas@atlas.example",
}


def test_the_check_of_a_deployment_is_clean():
    command = [sys.executable, "-W", "ignore", "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    variables = {**os.environ, **PRODUCTION, "SECRET_KEY": secrets.token_urlsafe(60)}
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
