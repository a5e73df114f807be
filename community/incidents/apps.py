from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from community.content import subjects


class IncidentsConfig(AppConfig):
    name = "community.incidents"
    verbose_name = _("Incidents")

    def ready(self):
        subjects.register("incident", self.get_model("Incident"))
