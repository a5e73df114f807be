"""`manage.py dbshell` with the psql that comes along."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.postgresql import client

from community.lib.postgres.cluster import Cluster
from community.lib.postgres.programs import program


class DatabaseClient(client.DatabaseClient):
    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        cluster = Cluster.at(settings_dict["DATA_DIR"], settings_dict["DATABASE"])
        cluster.ensure()
        return [str(program("psql")), *parameters, settings_dict["NAME"]], cluster.environment()
