"""The one settings module. Everything that differs between places is an environment variable.

`docs/operations.md` lists the variables. A laptop needs none of them.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from qixin.config.secrets import load_or_create


def flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    return [word for word in os.environ.get(name, default).replace(",", " ").split() if word]


SOURCE = Path(__file__).resolve().parent.parent
QIXIN_HOME = Path(
    os.environ.get("QIXIN_HOME") or Path.home() / ".local" / "share" / "qixin"
).resolve()
QIXIN_HOME.mkdir(parents=True, exist_ok=True)
_keys = load_or_create(QIXIN_HOME)

DEBUG = flag("QIXIN_DEBUG")
# A home that holds a demo stays one, however it is served: its passwords are known to everybody.
QIXIN_DEMO = flag("QIXIN_DEMO") or (QIXIN_HOME / "demo").exists()
SECRET_KEY = _keys["QIXIN_SECRET_KEY"]
QIXIN_FIELD_KEYS = _keys["QIXIN_FIELD_KEYS"].split(",")
QIXIN_HASH_KEY = _keys["QIXIN_HASH_KEY"]
QIXIN_SEAL_KEY = _keys["QIXIN_SEAL_KEY"]

# The district this installation serves by default: GB/T 2260 code and its names.
QIXIN_DISTRICT = os.environ.get("QIXIN_DISTRICT", "370305")
QIXIN_DISTRICT_NAME = {
    "zh-hans": os.environ.get("QIXIN_DISTRICT_NAME", "临淄区"),
    "en": os.environ.get("QIXIN_DISTRICT_NAME_EN", "Linzi District"),
}
QIXIN_MAP_TILES = os.environ.get("QIXIN_MAP_TILES", "")
# Where browsers reach the live-update process; empty: same host, next port.
QIXIN_EVENTS_URL = os.environ.get("QIXIN_EVENTS_URL", "")
# Open public pages that one process of live updates takes; what is more asks by itself; 0: all.
QIXIN_READERS = int(os.environ.get("QIXIN_READERS", "15000"))
QIXIN_EVENTS_PORT = int(os.environ.get("QIXIN_EVENTS_PORT", "0"))
# How processes that wait for new rows are woken: poll, postgres, or the address of a Redis.
QIXIN_WAKE = os.environ.get("QIXIN_WAKE") or "poll"
# The readers' search by an OpenSearch (addresses, with name and password); empty: the database.
# The name begins what its indexes are called; the file holds the authority it is trusted by.
QIXIN_SEARCH = os.environ.get("QIXIN_SEARCH", "")
QIXIN_SEARCH_NAME = os.environ.get("QIXIN_SEARCH_NAME") or "qixin"
QIXIN_SEARCH_CA = os.environ.get("QIXIN_SEARCH_CA", "")
# An urgent story waits this long for each of its three reviews before the chief editor is told.
QIXIN_URGENT_REVIEW_MINUTES = int(os.environ.get("QIXIN_URGENT_REVIEW_MINUTES", "10"))
QIXIN_SITE_URL = os.environ.get("QIXIN_SITE_URL", "http://127.0.0.1:8000").rstrip("/")

ALLOWED_HOSTS = words("QIXIN_HOSTS", "127.0.0.1 localhost [::1]" + (" testserver" if DEBUG else ""))
CSRF_TRUSTED_ORIGINS = words("QIXIN_ORIGINS", QIXIN_SITE_URL)
_https = QIXIN_SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("QIXIN_PROXY") else None
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_FAILURE_VIEW = "qixin.ui.views.csrf_failure"

INSTALLED_APPS = [
    "qixin.core",
    "qixin.ui",
    "qixin.people",
    "qixin.reports",
    "qixin.passes",
    "qixin.letters",
    "qixin.enterprises",
    "qixin.newsroom",
    "qixin.cases",
    "qixin.situation",
    "qixin.drill",
    "qixin.cli",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "django_vite",
    "ninja",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "qixin.people.middleware.BoundSession",
    "qixin.people.middleware.WorkbenchDoor",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "qixin.ui.middleware.ContentPolicy",
    "qixin.ui.middleware.FriendlyErrors",
]

ROOT_URLCONF = "qixin.config.urls"
WSGI_APPLICATION = "qixin.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "qixin.ui.context.shell",
            ],
        },
    }
]

_database = dj_database_url.parse(
    os.environ.get("DATABASE_URL") or f"sqlite:///{QIXIN_HOME / 'qixin.sqlite3'}"
)
if _database["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a transaction that will write says so at once, so two writers queue instead of
    # failing half-way; FULL: what is acknowledged is on the disk.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA cache_size=-8000; PRAGMA temp_store=MEMORY;"
        ),
    }
    _database["CONN_MAX_AGE"] = None
else:
    _database["OPTIONS"] = {
        **_database.get("OPTIONS", {}),
        "pool": {"min_size": 1, "max_size": int(os.environ.get("QIXIN_DB_POOL", "12"))},
    }
    _database["CONN_MAX_AGE"] = 0
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
if os.environ.get("QIXIN_REDIS_URL"):
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": os.environ["QIXIN_REDIS_URL"],
    }

TASKS = {
    "default": {
        "BACKEND": os.environ.get("QIXIN_TASKS", "django_tasks_db.DatabaseBackend"),
        "QUEUES": [],
    }
}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/w/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

# Sign-in (django-allauth). Accounts come from invitations, imports and groups, never from a form.
ACCOUNT_ADAPTER = "qixin.people.accounts.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "qixin.people.accounts.SingleSignOnAdapter"
MFA_ADAPTER = "qixin.people.accounts.SecondFactorAdapter"
ACCOUNT_FORMS = {
    "login": "qixin.people.entrance_forms.SignInForm",
    "confirm_login_code": "qixin.people.entrance_forms.CodeForm",
}
MFA_FORMS = {
    "authenticate": "qixin.people.entrance_forms.FactorForm",
    "reauthenticate": "qixin.people.entrance_forms.FactorAgainForm",
    "activate_totp": "qixin.people.entrance_forms.AppForm",
    "add_webauthn": "qixin.people.entrance_forms.PasskeyForm",
    "edit_webauthn": "qixin.people.entrance_forms.RenameForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 300
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Six digits, as telephones know to fill in; so few only because guesses are few as well: three a
# code, and ten codes a day for a number. The rest as the library has it.
ACCOUNT_PHONE_VERIFICATION_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,3/m/key,10/d/key"}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Qixin"
# a telephone's clock may be half a minute off
MFA_TOTP_TOLERANCE = 1
# passkeys want https, but for localhost
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _https
USERSESSIONS_TRACK_ACTIVITY = False
ALLAUTH_TRUSTED_PROXY_COUNT = int(
    os.environ.get("QIXIN_PROXY_COUNT", "1" if SECURE_PROXY_SSL_HEADER else "0")
)
# Codes by text message: dotted path of a class in qixin.people.sms or of an own one.
QIXIN_SMS_GATEWAY = os.environ.get(
    "QIXIN_SMS_GATEWAY", "qixin.people.sms.demo.DemoGateway" if QIXIN_DEMO else ""
)
QIXIN_SMS_URL = os.environ.get("QIXIN_SMS_URL", "")
QIXIN_SMS_BODY = os.environ.get("QIXIN_SMS_BODY", "")
QIXIN_SMS_TYPE = os.environ.get("QIXIN_SMS_TYPE", "application/json")
QIXIN_SMS_HEADERS = json.loads(os.environ.get("QIXIN_SMS_HEADERS", "{}"))
QIXIN_SMS_ACCEPTED = os.environ.get("QIXIN_SMS_ACCEPTED", "")
# A province's single sign-on by OpenID Connect. An identity that comes for the first time opens no
# account, unless its telephone number is trusted to: then whoever runs the sign-on, or fools it,
# can enter as anybody on record.
QIXIN_OIDC_TRUST_PHONE = flag("QIXIN_OIDC_TRUST_PHONE")
if os.environ.get("QIXIN_OIDC_SERVER"):
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "sso",
                    "name": os.environ.get("QIXIN_OIDC_NAME", "SSO"),
                    "client_id": os.environ["QIXIN_OIDC_CLIENT"],
                    "secret": os.environ["QIXIN_OIDC_SECRET"],
                    "settings": {
                        "server_url": os.environ["QIXIN_OIDC_SERVER"],
                        "scope": ["openid", "profile", "phone"],
                    },
                }
            ],
            "OAUTH_PKCE_ENABLED": True,
        }
    }
WAGTAILADMIN_BASE_URL = QIXIN_SITE_URL

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [SOURCE / "config" / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = os.environ.get("QIXIN_ZONE", "Asia/Shanghai")

STATIC_URL = "/static/"
STATIC_ROOT = QIXIN_HOME / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = QIXIN_HOME / "media"
# Public pages: files written when a story is published, one tree a language.
QIXIN_PUBLIC_ROOT = Path(os.environ.get("QIXIN_PUBLIC_ROOT", QIXIN_HOME / "public"))
# Readers who object to a message or entry until it is hidden; 0: only the desk hides.
QIXIN_FLAGS_HIDE = int(os.environ.get("QIXIN_FLAGS_HIDE", "3"))
# Hours after its planned end that a reporter may be out before the chief editor is told.
QIXIN_COVERAGE_LATE_HOURS = float(os.environ.get("QIXIN_COVERAGE_LATE_HOURS", "1"))
# Live streams (nginx with its RTMP module, optional): recordings in pieces with a budget in GB, the
# minutes that readers can rewind, and the seconds without a new piece that are an interruption.
QIXIN_RECORDINGS = Path(os.environ.get("QIXIN_RECORDINGS", QIXIN_HOME / "recordings"))
QIXIN_RECORDING_GB = float(os.environ.get("QIXIN_RECORDING_GB", "50"))
QIXIN_LIVE_REWIND_MINUTES = int(os.environ.get("QIXIN_LIVE_REWIND_MINUTES", "120"))
QIXIN_LIVE_SILENCE_SECONDS = float(os.environ.get("QIXIN_LIVE_SILENCE_SECONDS", "20"))
QIXIN_RTMP_PORT = int(os.environ.get("QIXIN_RTMP_PORT", "1935"))
# What encoders are told to send to; empty: the site's host and the port above.
QIXIN_RTMP_URL = os.environ.get("QIXIN_RTMP_URL", "").rstrip("/")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Originals and renditions of what people sent: never below a public URL.
    "attachments": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": QIXIN_HOME / "attachments", "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if os.environ.get("QIXIN_S3_BUCKET"):
    # The bucket stays private: pictures of the workbench are asked for by signed addresses; those
    # that readers see are files of the public site.
    for alias, prefix in (("default", "media"), ("attachments", "attachments")):
        STORAGES[alias] = {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": os.environ["QIXIN_S3_BUCKET"],
                "endpoint_url": os.environ.get("QIXIN_S3_ENDPOINT") or None,
                "location": prefix,
                "default_acl": None,
            },
        }
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 4_194_304
FILE_UPLOAD_TEMP_DIR = str(QIXIN_HOME / "uploads")
Path(FILE_UPLOAD_TEMP_DIR).mkdir(exist_ok=True)
# Large files that come in pieces: where they lie until they are whole (several machines share the
# folder), how long one without a new piece is kept, and how large a clip may be.
QIXIN_TRANSFERS = Path(os.environ.get("QIXIN_TRANSFERS", QIXIN_HOME / "transfers"))
QIXIN_TRANSFER_HOURS = float(os.environ.get("QIXIN_TRANSFER_HOURS", "24"))
QIXIN_CLIP_MB = int(os.environ.get("QIXIN_CLIP_MB", "500"))

DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": SOURCE / "ui" / "static" / "ui" / "dist" / "manifest.json",
        "static_url_prefix": "ui/dist",
    }
}

WAGTAIL_SITE_NAME = "齐心 Qixin"
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_AUTOSAVE_INTERVAL = 1500  # milliseconds after the last key
WAGTAIL_USAGE_COUNT_ENABLED = True
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {"WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea"}
}
WAGTAILIMAGES_IMAGE_MODEL = "newsroom.Picture"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpg", "jpeg", "png", "webp"]
WAGTAILADMIN_LOGIN_URL = "/newsroom/login/"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# A demo's mail goes nowhere: each message is a file.
EMAIL_FILE_PATH = str(QIXIN_HOME / "mail")
EMAIL_BACKEND = os.environ.get(
    "QIXIN_EMAIL_BACKEND",
    f"django.core.mail.backends.{'filebased' if QIXIN_DEMO else 'console'}.EmailBackend",
)
DEFAULT_FROM_EMAIL = os.environ.get("QIXIN_EMAIL_FROM", "qixin@localhost")
EMAIL_HOST = os.environ.get("QIXIN_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("QIXIN_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("QIXIN_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("QIXIN_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = flag("QIXIN_EMAIL_TLS")
# A mail server that does not answer keeps a worker no longer, in seconds.
EMAIL_TIMEOUT = 20

SILENCED_SYSTEM_CHECKS = ["wagtailadmin.W001"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("QIXIN_LOG_LEVEL", "WARNING")},
}
