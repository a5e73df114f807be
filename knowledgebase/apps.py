from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from community.content import places, subjects


class KnowledgebaseConfig(AppConfig):
    name = "knowledgebase"
    verbose_name = _("Knowledge base")

    def ready(self):
        subjects.register("article", self.get_model("Article"))
        subjects.register("ticket", self.get_model("Ticket"))
        places.register("article", _("A new article"), "/kb/new/")
        places.register("article-request:*", _("An article that many ask for"), "/kb/new/?request=*")
        places.register("article:*", _("An edit of an article"), "/kb/*/edit/")
