"""Roles are groups that are there from the first day, and whoever has one is staff."""

from django.db import migrations

ROLES = ["agents", "editors", "moderators", "managers", "administrators"]


def make_roles(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects
    for name in ROLES:
        groups.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
