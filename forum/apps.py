from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from community.content import places, subjects


class ForumConfig(AppConfig):
    name = "forum"
    verbose_name = _("Forum")

    def ready(self):
        for name in ("question", "answer", "comment"):
            subjects.register(name, self.get_model(name))
        places.register("question", _("A new question"), "/questions/ask/")
        places.register("question-edit:*", _("An edit of a question"), "/questions/*/edit/")
        places.register("answer:*", _("An answer"), "/questions/*/#your-answer")
        places.register("answer-edit:*", _("An edit of an answer"), "/answers/*/edit/")
        places.register("comment:question:*", _("A comment on a question"), "/questions/*/comments/")
        places.register("comment:answer:*", _("A comment on an answer"), "/answers/*/comments/")
        places.register("comment-edit:*", _("An edit of a comment"), "/comments/*/edit/")
