"""Settings of the clinic, read from the environment; see docs/reference/commands.md."""

import os
from importlib.resources import files
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from filiform.clinic.database import database_settings
from filiform.clinic.state import idle_minutes, local_secret_key, smallest_group, state_folder

BASE = Path(__file__).resolve().parent
PRODUCTION = os.environ.get("FILIFORM_ENV", "local") == "production"
SERVING = os.environ.get("FILIFORM_SERVING") == "1"
DEMO = os.environ.get("FILIFORM_DEMO") == "1"
STATE = state_folder(os.environ)
DEBUG = False

if PRODUCTION:
    SECRET_KEY = os.environ.get("FILIFORM_SECRET_KEY", "")
    ALLOWED_HOSTS = [h for h in os.environ.get("FILIFORM_ALLOWED_HOSTS", "").split(",") if h]
    if len(SECRET_KEY) < 50 or not ALLOWED_HOSTS:
        raise ImproperlyConfigured(
            "FILIFORM_ENV is production: set FILIFORM_SECRET_KEY (at least 50 characters) and "
            "FILIFORM_ALLOWED_HOSTS (comma-separated host names)."
        )
else:
    SECRET_KEY = os.environ.get("FILIFORM_SECRET_KEY") or local_secret_key(STATE)
    ALLOWED_HOSTS = os.environ.get(
        "FILIFORM_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1],testserver"
    ).split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if PRODUCTION]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "filiform.clinic.audit",
    "filiform.clinic.accounts",
    "filiform.clinic.patients",
    "filiform.clinic.episodes",
    "filiform.clinic.drawings",
    "filiform.clinic.localisations",
    "filiform.clinic.needling",
    "filiform.clinic.consents",
    "filiform.clinic.screenings",
    "filiform.clinic.incidents",
    "filiform.clinic.measures",
    "filiform.clinic.demo",
    "filiform.clinic.server",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    *(["whitenoise.middleware.WhiteNoiseMiddleware"] if SERVING else []),
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    # Above all that answers by itself, so that every refusal speaks the visitor's language.
    "filiform.clinic.languages.LanguageMiddleware",
    # Below those that add headers, so that its refusals carry them too.
    "filiform.clinic.requests.RequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "filiform.clinic.access.AccessMiddleware",
]

ROOT_URLCONF = "filiform.clinic.urls"
WSGI_APPLICATION = "filiform.clinic.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "filiform.clinic.context.clinic",
            ],
        },
    }
]

DATABASES = {"default": database_settings(os.environ.get("DATABASE_URL"), STATE)}

# Failed sign-ins are counted here; the server's processes share the count.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": STATE / "cache",
    }
    if SERVING
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# Signing in: e-mail and password; accounts are made by the clinic, never by the visitor.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "filiform.clinic.accounts.adapter.ClosedSignUpAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(STATE / "mail")
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]
SESSION_COOKIE_AGE = 60 * idle_minutes(os.environ.get("FILIFORM_IDLE_MINUTES", "60"))
SESSION_SAVE_EVERY_REQUEST = True  # idle time counts from the last request
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "filiform-session"
CSRF_COOKIE_NAME = "filiform-csrftoken"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "filiform.clinic.pages.csrf_failure"

# What a browser may do with our pages: everything from here, nothing from elsewhere.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION

# A pain drawing is a few kilobytes; nothing larger than this is read at all.
DATA_UPLOAD_MAX_MEMORY_SIZE = LARGEST_REQUEST = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# Counts over patients are not shown below this.
SMALLEST_GROUP = smallest_group(os.environ.get("FILIFORM_SMALLEST_GROUP", "10"))

# Whose rules the consent follows; see docs/reference/consent.md.
JURISDICTION = os.environ.get("FILIFORM_JURISDICTION", "generic")
# Printed large on the emergency card; without it the card leaves a line to write on.
EMERGENCY_NUMBER = os.environ.get("FILIFORM_EMERGENCY_NUMBER", "")

STATIC_URL = "static/"
STATIC_ROOT = STATE / "static"
STATICFILES_DIRS = [
    BASE / "static",
    ("charts", str(files("filiform.body") / "data" / "charts")),
    ("shapes", str(files("filiform.body") / "data" / "shapes")),
    ("lines", str(files("filiform.atlas") / "data" / "lines")),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Only the server has gathered the files and knows their digests.
    "staticfiles": {
        "BACKEND": "filiform.clinic.static_files.GatheredFiles"
        if SERVING
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 3600

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("es", "Español")]
LOCALE_PATHS = [BASE / "locale"]
LANGUAGE_COOKIE_NAME = "filiform-language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = PRODUCTION
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
TIME_ZONE = os.environ.get("FILIFORM_TIME_ZONE", "UTC")
USE_TZ = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_patient_data": {"()": "filiform.clinic.requests.NoPatientData"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["no_patient_data"],
        }
    },
    "root": {
        "handlers": ["stderr"],
        "level": os.environ.get("FILIFORM_LOG_LEVEL", "warning").upper(),
    },
    "loggers": {
        "django.server": {"handlers": [], "propagate": False},
        # A refused page is no fault of the server's.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
    },
}
