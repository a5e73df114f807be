"""Migrations go forward on an empty database, back to nothing, and forward again."""

import json
import os
import subprocess
import sys

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

OURS = sorted(
    config.label
    for config in apps.get_app_configs()
    if config.name.startswith(("community.", "forum", "knowledgebase", "advocates")) and list(config.get_models())
)
NAME = "test_migrations_of_porchlight"
THERE_AND_BACK = """
import json
from django.core.management import call_command
from django.db import connection

def ours():
    return [name for name in connection.introspection.table_names() if name.split("_")[0] in labels]

found = []
call_command("migrate", verbosity=0)
found.append(ours())
for label in ["members", *labels]:  # all others depend on members
    if any(name.startswith(label + "_") for name in ours()):
        call_command("migrate", label, "zero", verbosity=0)
found.append(ours())
call_command("migrate", verbosity=0)
found.append(ours())
print(json.dumps(found))
"""


@pytest.fixture
def database(django_db_setup, django_db_blocker):
    """The name of an empty database beside that of the tests."""
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {NAME}")
        yield NAME
        cursor.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


@pytest.mark.slow
@pytest.mark.skipif(
    bool(settings.DATABASE_URL), reason="DATABASE_URL names another database, beside which none is made."
)
def test_there_and_back_and_there_again(database):
    home = str(connection.settings_dict.get("DATA_DIR", ""))
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", f"labels = {OURS}\n{THERE_AND_BACK}"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_NAME": database, "DATABASE_DIR": home},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    there, back, again = json.loads(done.stdout.splitlines()[-1])
    assert {name.split("_")[0] for name in there} == set(OURS)
    assert back == []
    assert again == there
