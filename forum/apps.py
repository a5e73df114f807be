from django.apps import AppConfig

from community.content import subjects


class ForumConfig(AppConfig):
    name = "forum"

    def ready(self):
        for name in ("question", "answer", "comment"):
            subjects.register(name, self.get_model(name))
