"""Settings of the portal, all from the environment (README has the table).

With nothing set: SQLite in var/, mail to the console, files on the local disk, demonstration mode.
PORTAL_ENV=production refuses to start half-configured.
"""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF  # noqa: F401
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from bbi_portal import env

BASE_DIR = Path(__file__).resolve().parent.parent
(BASE_DIR / "var").mkdir(exist_ok=True)

ENVIRONMENT = env.text("PORTAL_ENV", "demo")
if ENVIRONMENT not in {"demo", "production", "test"}:
    raise ImproperlyConfigured("PORTAL_ENV harus demo, production, atau test.")
PRODUCTION = ENVIRONMENT == "production"
DEMO = ENVIRONMENT == "demo"
DEBUG = env.flag("PORTAL_DEBUG", default=False)


def required(name, demo_value, minimum=32):
    """A secret: must be set in production, has a fixed value for demonstration and tests."""
    value = env.text(name)
    if not PRODUCTION:
        return value or demo_value
    if not value:
        raise ImproperlyConfigured(f"{name} wajib diisi bila PORTAL_ENV=production. Lihat README, bagian Konfigurasi.")
    if value == demo_value:
        raise ImproperlyConfigured(f"{name} masih memakai nilai contoh. Buat yang acak untuk server ini.")
    if len(value) < minimum:
        raise ImproperlyConfigured(f"{name} terlalu pendek: minimal {minimum} karakter acak.")
    return value


SECRET_KEY = required("PORTAL_SECRET_KEY", "demo-only-not-a-secret-" + "0123456789" * 4, minimum=50)
# Keys of identity numbers at rest: "id:base64-32-bytes", newest first.
FIELD_KEYS = required("PORTAL_FIELD_KEYS", "demo:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")
DIGEST_KEY = required("PORTAL_DIGEST_KEY", "demo-only-digest-key-0123456789abcdef")
ALLOWED_HOSTS = env.words("PORTAL_HOSTS", "" if PRODUCTION else "*")
if PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("PORTAL_HOSTS wajib diisi bila PORTAL_ENV=production, misalnya bbi.kalselprov.go.id.")
if PRODUCTION and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("PORTAL_HOSTS tidak boleh * bila PORTAL_ENV=production. Tulis nama hostnya.")
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("PORTAL_DEBUG tidak boleh aktif bila PORTAL_ENV=production.")
CSRF_TRUSTED_ORIGINS = env.words("PORTAL_ORIGINS") or [
    f"https://*{host}" if host.startswith(".") else f"https://{host}" for host in ALLOWED_HOSTS if PRODUCTION
]
PORTAL_URL = env.text("PORTAL_URL", CSRF_TRUSTED_ORIGINS[0] if CSRF_TRUSTED_ORIGINS else "http://127.0.0.1:8000")

# The province this deployment serves: one code of the Kemendagri tree.
PROVINCE = env.text("PORTAL_PROVINCE", "63")
if len(PROVINCE) != 2 or not PROVINCE.isdecimal():
    raise ImproperlyConfigured("PORTAL_PROVINCE harus kode provinsi dua angka, misalnya 63.")

# Our own apps stand lowest first: handlers of core.changes run in this order (readiness before catalogue and figures).
INSTALLED_APPS = [
    "core",
    "reference",
    "accounts",
    "ikm",
    "products",
    "certification",
    "assistance",
    "proposals",
    "inventory",
    "desk",
    "catalog",
    "dashboards",
    "bbi_portal.admin_site.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "bootstrap",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "template_partials",
    "rules",
    "simple_history",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.PageMiddleware",
    "csp.middleware.CSPMiddleware",
    "core.middleware.RequestIdMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SignInMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.StaffTotpMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "bbi_portal.urls"
WSGI_APPLICATION = "bbi_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.portal",
            ],
            "builtins": ["core.templatetags.portal", "template_partials.templatetags.partials"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.database("PORTAL_DATABASE_URL", BASE_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "accounts.backends.PhoneOrEmailBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:start"
LOGOUT_REDIRECT_URL = "home"
STAFF_TOTP_REQUIRED = env.flag("PORTAL_STAFF_TOTP", default=PRODUCTION)
if PRODUCTION and not STAFF_TOTP_REQUIRED:
    raise ImproperlyConfigured("PORTAL_STAFF_TOTP tidak boleh dimatikan bila PORTAL_ENV=production.")

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "accounts.forms.SignInForm", "signup": "accounts.forms.SignUpForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "signup": "200/h/ip"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Portal BBI"
# An address somebody typed at "forgotten password" must not keep staff from setting up TOTP.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_ADAPTER = "accounts.adapter.MfaAdapter"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Bahasa Indonesia")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Makassar"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.text("PORTAL_MEDIA_ROOT", str(BASE_DIR / "var" / "media")))
MEDIA_URL = "/berkas/"
S3_BUCKET = env.text("PORTAL_S3_BUCKET")
STORAGES = {
    "default": (
        {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"bucket_name": S3_BUCKET}}
        if S3_BUCKET
        else {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    ),
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if ENVIRONMENT == "test" and not env.flag("PORTAL_MANIFEST_STATIC")
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = DEBUG
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000

CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env.text("PORTAL_CACHE_URL")}
        if env.text("PORTAL_CACHE_URL")
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
        if ENVIRONMENT == "test"
        else {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "portal_cache",
            # Counts of tries lie here too; Django's 300 rows would throw them away on a busy day.
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    )
}

# Where jobs run: "worker" (rows in the database, `manage.py worker` takes them) or "immediate" (after commit).
JOBS = env.text("PORTAL_JOBS", "worker" if PRODUCTION else "immediate")
if JOBS not in {"worker", "immediate"}:
    raise ImproperlyConfigured("PORTAL_JOBS harus worker atau immediate.")
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if JOBS == "worker"
        else "django_tasks.backends.immediate.ImmediateBackend"
    }
}

EMAIL_HOST = env.text("PORTAL_EMAIL_HOST")
EMAIL_PORT = env.number("PORTAL_EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("PORTAL_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("PORTAL_EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("PORTAL_EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
MAIL_DOMAIN = ALLOWED_HOSTS[0].lstrip(".") if PRODUCTION else "localhost"
DEFAULT_FROM_EMAIL = env.text("PORTAL_EMAIL_FROM", f"Portal BBI <noreply@{MAIL_DOMAIN}>")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "django.core.mail.backends.console.EmailBackend"
)
if PRODUCTION and not env.text("PORTAL_DATABASE_URL"):
    raise ImproperlyConfigured("PORTAL_DATABASE_URL wajib diisi bila PORTAL_ENV=production.")
if PRODUCTION and not EMAIL_HOST:
    raise ImproperlyConfigured("PORTAL_EMAIL_HOST wajib diisi bila PORTAL_ENV=production.")

# Short texts to phones (codes, notices): none, console (the server's log), or whatsapp (an HTTP gateway).
SENDER = env.text("PORTAL_SENDER", "none" if PRODUCTION else "console")
if SENDER not in {"none", "console", "whatsapp"} or (PRODUCTION and SENDER == "console"):
    raise ImproperlyConfigured("PORTAL_SENDER harus none atau whatsapp (console hanya untuk peragaan).")
WHATSAPP_URL = env.text("PORTAL_WHATSAPP_URL")
WHATSAPP_TOKEN = env.text("PORTAL_WHATSAPP_TOKEN")
if SENDER == "whatsapp" and not (WHATSAPP_URL.startswith(("https://", "http://")) and WHATSAPP_TOKEN):
    raise ImproperlyConfigured("PORTAL_WHATSAPP_URL dan PORTAL_WHATSAPP_TOKEN wajib diisi bila PORTAL_SENDER=whatsapp.")
if PRODUCTION and SENDER == "whatsapp" and not WHATSAPP_URL.startswith("https://"):
    raise ImproperlyConfigured("PORTAL_WHATSAPP_URL harus memakai https:// bila PORTAL_ENV=production.")

SECURE_SSL_REDIRECT = PRODUCTION and env.flag("PORTAL_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("PORTAL_BEHIND_PROXY") else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("PORTAL_BEHIND_PROXY") else 0
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_FAILURE_VIEW = "accounts.expired.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
SIMPLE_HISTORY_REVERT_DISABLED = True
SILENCED_SYSTEM_CHECKS = ["account.W001"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"portal": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}
