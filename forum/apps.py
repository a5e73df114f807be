from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from community.content import subjects


class ForumConfig(AppConfig):
    name = "forum"
    verbose_name = _("Forum")

    def ready(self):
        for name in ("question", "answer", "comment"):
            subjects.register(name, self.get_model(name))
