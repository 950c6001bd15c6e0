"""Django's settings, from the environment (`cermin.config.environment`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url

from cermin.config.environment import read, read_or_make_key

DATA = Path(read("CERMIN_DATA")).resolve()
DEBUG = read("CERMIN_DEBUG") == "1"
HTTPS = read("CERMIN_HTTPS") == "1"
PROXIES = read("CERMIN_PROXIES")
DEMO = read("CERMIN_DEMO") == "1"
SECRET_KEY = read_or_make_key("CERMIN_SECRET_KEY", DATA)
RECEIPT_KEY = read_or_make_key("CERMIN_RECEIPT_KEY", DATA)
RECEIPT_KEY_NUMBER = 1
GRACE_DAYS = int(read("CERMIN_GRACE_DAYS"))
PUBLIC_URL = read("CERMIN_PUBLIC_URL").rstrip("/") or f"http://localhost:{int(read('CERMIN_PORT'))}"
ALLOWED_HOSTS = [host.strip() for host in read("CERMIN_HOSTS").split(",") if host.strip()]
FILES = DATA / "files"
ADDRESS = read("CERMIN_ADDRESS")
PORT = int(read("CERMIN_PORT"))
WORKERS = int(read("CERMIN_WORKERS"))

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "cermin.base",
    "cermin.organizations",
    "cermin.skm",
    "cermin.respond",
    "cermin.intake",
    "cermin.desk",
    "cermin.portal",
    # behind our rooms, whose templates come before its own
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "cermin.config.middleware.PublicDoorMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cermin.organizations.middleware.SessionLimitsMiddleware",
    "cermin.organizations.middleware.ActorMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cermin.organizations.middleware.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "cermin.config.urls"
WSGI_APPLICATION = "cermin.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cermin.desk.shell.shell",
            ]
        },
    }
]

_database_url = read("CERMIN_DATABASE_URL") or f"sqlite:///{DATA / 'cermin.sqlite3'}"
DATABASES: dict[str, dict[str, Any]] = {"default": dict(dj_database_url.parse(_database_url))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a transaction that reads and then writes would otherwise fail 'locked' under load. FULL: the phone forgets its
    # answer when we say it arrived, so a commit must survive a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000;",
    }
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# One cache for all processes: with a cache of its own each worker would count failed sign-ins alone.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cermin_cache",
        # Above this many entries the cache throws some away, counts of failed sign-ins among them.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sesi" if HTTPS else "sesi"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "cermin.base.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if HTTPS else []
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_SSL_REDIRECT = False  # the proxy in front does it
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
MAX_UPLOAD_BYTES = 20 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "cermin.base.uploads.LimitedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

AUTH_USER_MODEL = "organizations.Person"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "name", "email")},
    },
]
LOGIN_URL = "/akun/login/"
LOGIN_REDIRECT_URL = "/beranda/"
SESSION_IDLE_SECONDS = 60 * 60
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# Passwords, passkeys and codes: django-allauth. Nobody signs up; people come by invitation (docs/adr/0010).
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0
ACCOUNT_ADAPTER = "cermin.organizations.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = False  # a shared office computer: the session ends with the browser
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/300s/key", "reauthenticate": "10/m/user"}
ACCOUNT_FORMS = {
    "login": "cermin.organizations.forms.accounts.SignInForm",
    "reauthenticate": "cermin.organizations.forms.accounts.PasswordAgainForm",
    "change_password": "cermin.organizations.forms.accounts.ChangePasswordForm",
}
MFA_ADAPTER = "cermin.organizations.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Cermin"
MFA_TOTP_TOLERANCE = 1  # the clock of a phone may be half a minute off
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers themselves allow it on localhost only
MFA_FORMS = {
    "authenticate": "cermin.organizations.forms.accounts.CodeForm",
    "reauthenticate": "cermin.organizations.forms.accounts.CodeAgainForm",
    "activate_totp": "cermin.organizations.forms.accounts.ActivateCodeForm",
    "add_webauthn": "cermin.organizations.forms.accounts.AddKeyForm",
    "edit_webauthn": "cermin.organizations.forms.accounts.RenameKeyForm",
}
SECOND_FACTOR_REQUIRED = not DEMO
SOCIALACCOUNT_ADAPTER = "cermin.organizations.adapters.ProviderAdapter"
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
OIDC_ISSUER = read("CERMIN_OIDC_ISSUER").rstrip("/")
OIDC_NAME = read("CERMIN_OIDC_NAME")
OIDC_CLAIM = read("CERMIN_OIDC_CLAIM")
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "sso",
                    "name": OIDC_NAME,
                    "client_id": read("CERMIN_OIDC_CLIENT_ID"),
                    "secret": read("CERMIN_OIDC_CLIENT_SECRET"),
                    "settings": {"server_url": OIDC_ISSUER},
                }
            ],
        }
    }
    # Chromium applies form-action to the redirect that follows a form, too.
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append("/".join(OIDC_ISSUER.split("/")[:3]))

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

LANGUAGE_CODE = "id"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jayapura"
STATIC_URL = "/static/"
STATIC_ROOT = None  # nothing is collected: whitenoise finds the few files in the package
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(FILES)}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"cermin": {"level": "INFO"}},
}
