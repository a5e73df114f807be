from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from community.operations import checks as checks  # registers them


class OperationsConfig(AppConfig):
    name = "community.operations"
    verbose_name = _("Operations")
