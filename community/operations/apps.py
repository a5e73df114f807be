from django.apps import AppConfig

from community.operations import checks as checks  # registers them


class OperationsConfig(AppConfig):
    name = "community.operations"
