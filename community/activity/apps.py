from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class ActivityConfig(AppConfig):
    name = "community.activity"
    verbose_name = _("Event log")

    def ready(self):
        autodiscover_modules("readers")
