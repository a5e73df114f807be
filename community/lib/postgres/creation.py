"""Test databases: same server, other names."""

from django.db.backends.postgresql import creation


class DatabaseCreation(creation.DatabaseCreation):
    def create_test_db(
        self, verbosity: int = 1, autoclobber: bool = False, serialize: bool | None = True, keepdb: bool = False
    ) -> str:
        """Create the test database. Its sessions do not wait for the disk at each commit: nobody needs it tomorrow."""
        options = self.connection.settings_dict["OPTIONS"]
        options.setdefault("options", "-c synchronous_commit=off")
        return super().create_test_db(verbosity, autoclobber, serialize, keepdb)
