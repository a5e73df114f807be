from django.apps import AppConfig


class LibConfig(AppConfig):
    name = "community.lib"
