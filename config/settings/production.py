"""The ministry's servers: everything comes from the environment, nothing has a guessable default."""

import os

from .base import *  # noqa: F403  (a settings module is the star import of its base)

DEBUG = False
SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = os.environ["ALLOWED_HOSTS"].split(",")
ATLAS_SITE = os.environ.get("ATLAS_SITE", f"https://{ALLOWED_HOSTS[0]}").rstrip("/")
ATLAS_DEMONSTRATION = os.environ.get("ATLAS_DEMONSTRATION", "") == "1"
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Whether the whole domain goes on the browsers' list for good is for whoever owns the domain to decide.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
EMAIL_HOST = os.environ["EMAIL_HOST"]
DEFAULT_FROM_EMAIL = os.environ["DEFAULT_FROM_EMAIL"]
