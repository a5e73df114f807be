"""The database backend `community.lib.postgres`: Django's own for PostgreSQL, on a server that is there when needed."""

from typing import Any

import psycopg
from django.conf import settings
from django.db.backends.postgresql import base

from community.lib.postgres.client import DatabaseClient
from community.lib.postgres.cluster import Cluster
from community.lib.postgres.creation import DatabaseCreation
from community.lib.postgres.operations import DatabaseOperations

ATTEMPTS = 3


class DatabaseWrapper(base.DatabaseWrapper):
    client_class = DatabaseClient
    creation_class = DatabaseCreation
    ops_class = DatabaseOperations

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        settings_dict.setdefault("DATA_DIR", settings.BASE_DIR / "var" / "postgres")
        # Kept apart from NAME, which is another one for tests and None for a connection that makes databases.
        settings_dict.setdefault("DATABASE", settings_dict["NAME"])
        super().__init__(settings_dict, alias)

    @property
    def cluster(self) -> Cluster:
        return Cluster.at(self.settings_dict["DATA_DIR"], self.settings_dict["DATABASE"])

    def get_connection_params(self) -> dict[str, Any]:
        """The parameters for psycopg. Starts the server at the process's first connection, and for each of a pool."""
        parameters = super().get_connection_params()
        if not self.cluster.is_used() or "pool" in self.settings_dict["OPTIONS"]:
            self.cluster.ensure()
        return {**parameters, **self.cluster.address()}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect. If that fails, see that the server is up and connect again: it may have been stopped or killed."""
        for _ in range(ATTEMPTS - 1):
            try:
                return super().get_new_connection(conn_params)
            except psycopg.OperationalError:
                self.cluster.ensure()
                conn_params.update(self.cluster.address())
        return super().get_new_connection(conn_params)
