"""Django settings. Everything an installation changes comes from `GONGKAI_*` variables (`env.py`)."""

from pathlib import Path

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from gongkai.config import env

PACKAGE = Path(__file__).resolve().parent.parent
VAR = Path(env.text("GONGKAI_VAR", "var")).resolve()

DEBUG = env.flag("GONGKAI_DEBUG")
SECRET_KEY = env.secret_key("GONGKAI_SECRET_KEY", VAR / "secret_key")
APPLICANT_KEYS = env.sealing_keys("GONGKAI_APPLICANT_KEY", VAR / "applicant_key")
ALLOWED_HOSTS = env.words("GONGKAI_HOSTS", "127.0.0.1,localhost,[::1],testserver")
CSRF_TRUSTED_ORIGINS = env.words("GONGKAI_TRUSTED_ORIGINS")
DEMO = env.flag("GONGKAI_DEMO")

# Who this site is, as its footer and <meta> tags must say (国办发〔2017〕47号).
SITE_NAME = env.text("GONGKAI_SITE_NAME", "云溪县人民政府")
SITE_DOMAIN = env.text("GONGKAI_SITE_DOMAIN", "127.0.0.1")
SITE_ID_CODE = env.text("GONGKAI_SITE_ID_CODE", "0000000000")
SITE_ICP = env.text("GONGKAI_SITE_ICP", "")
SITE_POLICE_RECORD = env.text("GONGKAI_SITE_POLICE_RECORD", "")
SITE_SPONSOR = env.text("GONGKAI_SITE_SPONSOR", SITE_NAME)
SITE_CONTACT = env.text("GONGKAI_SITE_CONTACT", "")
SITE_PARTY_MARK = env.text("GONGKAI_SITE_PARTY_MARK", "")
DATA_LICENCE = env.text("GONGKAI_DATA_LICENCE", "")  # address of the terms under which open data may be used
SITE_ERROR_REPORT = env.text("GONGKAI_SITE_ERROR_REPORT", "")

INSTALLED_APPS = [
    "gongkai.ledger",
    "gongkai.agencies",
    "gongkai.screening",
    "gongkai.review",
    "gongkai.catalog",
    "gongkai.subscriptions",
    "gongkai.guides",
    "gongkai.visits",
    "gongkai.quality",
    "gongkai.foi",
    "gongkai.channels",
    "gongkai.matters",
    "gongkai.engagement",
    "gongkai.statistics",
    "gongkai.remedies",
    "gongkai.reports",
    "gongkai.audit",
    "gongkai.portal",
    "gongkai.api",
    "gongkai.demo",
    "django_prose_editor",
    "wagtail.contrib.settings",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.admin",
    "wagtail",
    "modelsearch",
    "modelcluster",
    "taggit",
    "treebeard",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
]

ROOT_URLCONF = "gongkai.config.urls"
WSGI_APPLICATION = "gongkai.config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "gongkai.portal.site.site",
            ]
        },
    }
]

DATABASES = {"default": env.database("GONGKAI_DATABASE", VAR / "gongkai.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if url := env.text("GONGKAI_REDIS", ""):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

AUTH_USER_MODEL = "agencies.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "gongkai.agencies.access.PostBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = env.text("GONGKAI_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True

STATIC_URL = "/static/"
# Unset, files are served straight from the packages; `gongkai manage collectstatic` fills a folder for nginx.
STATIC_ROOT = env.text("GONGKAI_STATIC", "") or None
WHITENOISE_USE_FINDERS = STATIC_ROOT is None
WHITENOISE_AUTOREFRESH = DEBUG
# Where openings of pages wait to be added up, and the memory in which repeats are recognised (visits/seen.py).
VISITS_ROOT = VAR / "visits"
VISITS_MEMORY = Path("/dev/shm") if Path("/dev/shm").is_dir() else VISITS_ROOT  # noqa: S108 - opened exclusively, no links followed
FETCH_PRIVATE_ADDRESSES = env.flag("GONGKAI_FETCH_PRIVATE")
FETCH_PROXY = env.text("GONGKAI_FETCH_PROXY", "")
MEDIA_ROOT = VAR / "media"
MEDIA_URL = "/media/"  # never mounted: files are served by views that ask whether the reader may see them
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
SCHEMAS = env.text("GONGKAI_SCHEMAS", "")  # folder with declared lists of one's own
VISITS_RULE = env.text("GONGKAI_VISITS_RULE", "")  # file in the place of visits/data/rule.yaml
ATTACHMENT_MAX_BYTES = env.number("GONGKAI_ATTACHMENT_MAX_MB", 50) * 1024 * 1024

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("GONGKAI_SMTP_HOST", "")
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_HOST = env.text("GONGKAI_SMTP_HOST", "localhost")
EMAIL_PORT = env.number("GONGKAI_SMTP_PORT", 25)
DIGEST_HOUR = env.number("GONGKAI_DIGEST_HOUR", 8)
DEFAULT_FROM_EMAIL = env.text("GONGKAI_MAIL_FROM", "gongkai@localhost")

WAGTAIL_SITE_NAME = _("政府信息公开工作平台")
WAGTAILADMIN_BASE_URL = env.text("GONGKAI_BASE_URL", "http://127.0.0.1:8000")
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

# The public faces carry no inline script or style; the back office (Wagtail) cannot do without.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/office/"],
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
OFFICE_CONTENT_SECURITY_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-ancestors": [SELF],
}

X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "gongkai.portal.views.errors.csrf_failure"
HTTPS = env.flag("GONGKAI_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

DEFAULT_EXCEPTION_REPORTER_FILTER = "gongkai.config.reporting.NothingPersonal"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.text("GONGKAI_LOG_LEVEL", "WARNING")},
}
