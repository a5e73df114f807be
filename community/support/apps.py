from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from community.content import places


class SupportConfig(AppConfig):
    name = "community.support"
    verbose_name = _("Support: cases")

    def ready(self):
        for_staff = {"is_public": False}
        places.register("case", _("A new private case"), "/cases/new/", **for_staff)
        places.register("case:*", _("A reply in a case"), "/cases/*/#reply", **for_staff)
        places.register("reply:*", _("A reply to a customer"), "/support/cases/*/#reply", **for_staff)
        places.register("note:*", _("A note in a case"), "/support/cases/*/#note", **for_staff)
        places.register("handoff:*", _("A handoff of a case"), "/support/cases/*/handoff/", **for_staff)
        places.register("end:*", _("The end of a case"), "/support/cases/*/#end")
