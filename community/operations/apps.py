from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _

from community.operations import checks as checks  # registers them


class OperationsConfig(AppConfig):
    default = True
    name = "community.operations"
    verbose_name = _("Operations")


class BackOfficeConfig(admin_apps.AdminConfig):
    """Django's admin, on our own site."""

    default = False
    default_site = "community.operations.back_office.BackOffice"
