"""What must not go to production. `check --deploy` lists it, and the web server and the worker do not start with it."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.module_loading import import_string

LOCAL = {"localhost", "127.0.0.1", "[::1]", ".localhost"}


@register("production", deploy=True)
def own_secret_key(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.SECRET_KEY == settings.DEFAULT_SECRET_KEY:
        return [
            Error(
                "SECRET_KEY is the one that everybody can read in the source, so anybody could forge a session.",
                hint="Set SECRET_KEY to 50 random characters or more that nobody else knows.",
                id="porchlight.E001",
            )
        ]
    return []


@register("production", deploy=True)
def no_debugging(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.DEBUG:
        return [
            Error(
                "DEBUG is on, so every error shows the program's insides to whoever caused it.",
                hint="Leave DEBUG unset.",
                id="porchlight.E002",
            )
        ]
    return []


@register("production", deploy=True)
def hosts_named(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if "*" in settings.ALLOWED_HOSTS:
        return [
            Error(
                "ALLOWED_HOSTS answers to every name, so links in mails could be made to lead elsewhere.",
                hint="Set ALLOWED_HOSTS to the names of your site, by commas.",
                id="porchlight.E003",
            )
        ]
    if set(settings.ALLOWED_HOSTS) <= LOCAL:
        return [
            Error(
                "ALLOWED_HOSTS names no host but this machine, so nobody else is answered.",
                hint="Set ALLOWED_HOSTS to the names of your site, by commas.",
                id="porchlight.E003",
            )
        ]
    return []


@register("production", deploy=True)
def no_demo(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.DEMO:
        return [
            Error(
                "DEMO is on, so anybody may become the administrator with one click.",
                hint="Leave DEMO unset.",
                id="porchlight.E004",
            )
        ]
    return []


@register("production", deploy=True)
def own_database(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not settings.DATABASE_URL:
        return [
            Error(
                "The database is the embedded one, which is for trying Porchlight out on one machine.",
                hint="Set DATABASE_URL to a PostgreSQL that is backed up.",
                id="porchlight.E005",
            )
        ]
    return []


@register("production", deploy=True)
def forms_guarded(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if not any(issubclass(import_string(path), CsrfViewMiddleware) for path in settings.MIDDLEWARE if "csrf" in path):
        return [
            Error(
                "No middleware guards forms against requests that other sites forge.",
                hint="Keep community.lib.csrf.SameOriginCsrfMiddleware in MIDDLEWARE.",
                id="porchlight.E006",
            )
        ]
    return []
