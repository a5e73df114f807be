"""`manage.py serve`: the whole site on one machine, under one process manager. `make run` ends here."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from community.lib.production import refuse_unsafe_start
from community.operations import opening
from community.operations.bootstrap import machine
from community.operations.bootstrap.says import Refusal


class Command(BaseCommand):
    help = "Prepare the database, then run web, worker and beat until Ctrl-C."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"), help="the address to listen on")

    def handle(self, *args, **options):
        try:
            refuse_unsafe_start()
            port = machine.need_port(str(settings.PORT), options["host"])
        except (ImproperlyConfigured, Refusal) as refusal:
            raise CommandError(str(refusal)) from refusal
        try:
            opening.prepare()
        except KeyboardInterrupt:
            raise CommandError("Stopped. The next start goes on from here.", returncode=130) from None
        raise SystemExit(opening.open_house(options["host"], port))
