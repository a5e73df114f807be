"""The site as it is, with one more address: a page of 20 kB that does nothing, to compare with."""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")
settings.ROOT_URLCONF = "community.operations.bench.urls"
django.setup(set_prefix=False)

application = WSGIHandler()
