"""Settings that every deployment shares. The environment is read in this package only."""

import json
import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = BASE_DIR / "data"
VAR_DIR = Path(os.environ.get("ATLAS_VAR_DIR", BASE_DIR / "var"))
INDEX_DIR = VAR_DIR / "index"
# The published files of the whole register (docs/operations.md): this machine's, or a folder that all nodes share.
FILES_DIR = Path(os.environ.get("ATLAS_FILES_DIR", VAR_DIR / "files"))

INSTALLED_APPS = [
    "atlas.ui",
    "atlas.audit",
    "atlas.visitors",
    "atlas.reference",
    "atlas.organisations",
    "atlas.notifications",
    "atlas.projects",
    "atlas.accounts",
    "atlas.duplicates",
    "atlas.contributions",
    "atlas.imports",
    "atlas.catalogue",
    "atlas.campaigns",
    "atlas.declared",
    "atlas.rounds",
    "atlas.alerts",
    "atlas.corrections",
    "atlas.opendata",
    "atlas.opendata.api",
    "atlas.moderation",
    "atlas.registers",
    "atlas.relay",
    "atlas.workspace",
    "atlas.dashboard",
    "atlas.pages",
    "atlas.ui.administration.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "django_htmx",
    "widget_tweaks",
    "dsfr",
    "csp",
]

MIDDLEWARE = [
    "atlas.catalogue.middleware.PublicPageMiddleware",
    "atlas.opendata.api.middleware.ApiMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "atlas.ui.middleware.PolicyMiddleware",
    "atlas.ui.middleware.SessionsMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "atlas.contributions.middleware.origin_middleware",
    "atlas.ui.middleware.AccountsMiddleware",
    "atlas.ui.middleware.MessagesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "atlas.accounts.middleware.ScopeMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "atlas.catalogue.middleware.IndexUnavailableMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["atlas.ui.templatetags.constant"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "atlas.ui.context.site",
            ],
        },
    }
]

# SQLite: writers queue up instead of failing (IMMEDIATE), readers never wait (WAL). Each thread keeps so many
# kilobytes, each process maps so many bytes: what writes wants much of both, what serves pages little (ADR 12).
_DATABASE_CACHE = int(os.environ.get("ATLAS_DATABASE_CACHE", "32000"))
_DATABASE_MAPPED = int(os.environ.get("ATLAS_DATABASE_MAPPED", "268435456"))
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;"
        f"PRAGMA mmap_size={_DATABASE_MAPPED}; PRAGMA cache_size=-{_DATABASE_CACHE}; PRAGMA foreign_keys=ON;"
    ),
}


def database(url: str) -> dict[str, object]:
    """One DATABASES entry from a URL, with the options that SQLite needs to serve several processes."""
    settings: dict[str, object] = dict(dj_database_url.parse(url, conn_max_age=60))
    settings["CONN_HEALTH_CHECKS"] = True
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        settings["OPTIONS"] = SQLITE_OPTIONS
    return settings


DATABASES = {"default": database(os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'atlas.sqlite3'}")}

# Accounts (ADR 26): django-allauth signs people in, with its tables and forms; our pages, mails and roles stand around.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "atlas.accounts.backends.RoleBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("email", "full_name")}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]  # fmt: skip
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "atlas.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = {"login_failed": "30/10m/ip,5/10m/key"}
MFA_ADAPTER = "atlas.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "atlas.accounts.key_forms.AddKeyForm",
    "edit_webauthn": "atlas.accounts.key_forms.RenameKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
SOCIALACCOUNT_ADAPTER = "atlas.accounts.adapters.ProviderAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_STORE_TOKENS = False
# ProConnect is off until all three are set.
_PROCONNECT = [os.environ.get(f"ATLAS_PROCONNECT_{name}", "") for name in ("SERVER", "CLIENT_ID", "SECRET")]
_PROCONNECT_ORIGIN = "/".join(_PROCONNECT[0].split("/")[:3]) if all(_PROCONNECT) else ""
SOCIALACCOUNT_PROVIDERS = {
    "proconnect": {
        "APPS": [
            {
                "provider_id": "proconnect",
                "name": "ProConnect",
                "client_id": _PROCONNECT[1],
                "secret": _PROCONNECT[2],
                "settings": {"server_url": _PROCONNECT[0]},
            }
        ]
        if all(_PROCONNECT)
        else []
    }
}
USERSESSIONS_TRACK_ACTIVITY = False
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None  # ends with the browser
# In the session: a cookie of their own would name the person, in clear.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "atlas.accounts.typed.csrf_refused"
# Limits of sign-in are counted for all processes and nodes: in the database (its table comes with a migration).
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
# Entries of the workspace's menu: `ENTRIES` of each module (atlas/accounts/menu.py).
ATLAS_MENUS = [
    "atlas.workspace.menu",
    "atlas.campaigns.menu",
    "atlas.dashboard.menu",
    "atlas.moderation.menu",
    "atlas.declared.menu",
    "atlas.rounds.menu",
    "atlas.registers.menu",
    "atlas.accounts.menu",
]

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("Français")), ("en", _("Anglais"))]
# The second: what the sign-in library says in English, where its own is not in the tone of the Atlas.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "library"]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
FORMAT_MODULE_PATH = "config.formats"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_FINDERS = [
    "atlas.ui.static_files.DesignSystemFinder",
    "atlas.catalogue.static_files.WorldMapFinder",
    "atlas.catalogue.static_files.LeafletFinder",
]
# Files of the registers' documents: a folder of this machine, or any storage of Django that all nodes reach, for
# instance an S3-compatible one (docs/operations.md). Never served by their own address: a view gives them out.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "documents": {
        "BACKEND": os.environ.get("ATLAS_DOCUMENTS_BACKEND", "django.core.files.storage.FileSystemStorage"),
        "OPTIONS": json.loads(
            os.environ.get("ATLAS_DOCUMENTS_OPTIONS") or json.dumps({"location": str(VAR_DIR / "documents")})
        ),
    },
    # Tables that staff upload, kept as they came until they are erased; every node that runs imports must reach it.
    "imports": {
        "BACKEND": os.environ.get("ATLAS_IMPORTS_BACKEND", "django.core.files.storage.FileSystemStorage"),
        "OPTIONS": json.loads(
            os.environ.get("ATLAS_IMPORTS_OPTIONS") or json.dumps({"location": str(VAR_DIR / "imports")})
        ),
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# The design system's files name source maps that the wheel does not hold: a missing map must not stop a deployment.
WHITENOISE_MANIFEST_STRICT = False

# Nothing leaves the machine: no inline code, no third party (issue « Everywhere »).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # Browsers hold redirections of a form to this too: signing in and out leads to the provider.
        "form-action": [SELF, *filter(None, [_PROCONNECT_ORIGIN])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"  # charts for other sites are exempt, view by view
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"

# Without a mail server, mails become files of this machine: nothing is lost, nothing leaves.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "") == "1"
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mails"
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "atlas@localhost")
# How many proxies of ours stand before the server: each adds one address to X-Forwarded-For. 0 = believe none.
ATLAS_PROXIES = int(os.environ.get("ATLAS_PROXIES", "0"))

# What waits for a person, on « Mes projets »: `WAITING` of each module (atlas/workspace/waiting.py).
ATLAS_WAITING = [
    "atlas.workspace.own_waiting",
    "atlas.workspace.campaign_waiting",
    "atlas.workspace.declared_waiting",
    "atlas.workspace.round_waiting",
]
# Modules that keep something of a person beside the account: `data_for(user)` and `forget(user, by, at)`.
ATLAS_PERSONAL = ["atlas.declared.personal", "atlas.alerts.personal"]
# A table of a sheet has 300 rows of a dozen cells at most, each an input of its own where there is no script.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6_000

# Who names files of « documents »: names in, those in use out (atlas/uploads/tidying.py). Others are removed.
ATLAS_FILES_IN_USE = ["atlas.workspace.published.files_in_use", "atlas.registers.files.files_in_use"]

# A ClamAV daemon that looks at uploaded files: "host:port" or the path of its socket; empty = nobody looks.
ATLAS_CLAMD = os.environ.get("ATLAS_CLAMD", "")

# Requests to the API a minute: by address of the network, and by token (docs/api.md).
ATLAS_API_A_MINUTE = int(os.environ.get("ATLAS_API_A_MINUTE", "300"))
ATLAS_API_A_MINUTE_BY_TOKEN = int(os.environ.get("ATLAS_API_A_MINUTE_BY_TOKEN", "3000"))

# The Marianne block and font are reserved to the State's own sites: off unless the ministry sets it.
ATLAS_STATE_BRAND = os.environ.get("ATLAS_STATE_BRAND", "") == "1"
# Scheme and host of the public site, for addresses in files that no reader asked for just now.
ATLAS_SITE = os.environ.get("ATLAS_SITE", "http://127.0.0.1:8000").rstrip("/")
# Who answers for this installation: shown on the legal notice; empty = the page says that it is a trial.
ATLAS_PUBLISHER = os.environ.get("ATLAS_PUBLISHER", "")
ATLAS_HOST = os.environ.get("ATLAS_HOST", "")
ATLAS_CONTACT = os.environ.get("ATLAS_CONTACT", "")
# Who reports in the IATI files: reference and name in the registry of IATI. Identifiers of activities begin with it.
ATLAS_IATI_REF = os.environ.get("ATLAS_IATI_REF", "FR-6")
ATLAS_IATI_NAME = os.environ.get("ATLAS_IATI_NAME", "Ministère de l’Europe et des Affaires étrangères")
# The demonstration data is real facts and invented pages: the site says so while it is loaded.
ATLAS_DEMONSTRATION = os.environ.get("ATLAS_DEMONSTRATION", "1") == "1"
# The invented example pages carry old identifiers from here up (data/demonstration/SOURCE.md).
ATLAS_EXAMPLES_FROM = 900_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("ATLAS_LOG_LEVEL", "WARNING")},
}
