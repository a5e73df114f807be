"""The rules and the ladder that a new community starts with, also after a test that emptied the database."""

import importlib

from django.apps import apps


def make_ladder() -> None:
    importlib.import_module("advocates.migrations.0002_fill_rules_and_ranks").fill(apps, None)
