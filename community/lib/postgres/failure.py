"""What is raised when the database that comes along cannot be had."""

import psycopg


class Unavailable(psycopg.OperationalError):
    """One sentence says what happened and what to do. Django turns it into its own OperationalError."""
