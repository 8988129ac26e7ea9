"""``python -m filiform.clinic serve``: database, static files, demo data, then the server."""

import hashlib
import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from filiform.clinic.accounts import queries
from filiform.clinic.database import check_database
from filiform.clinic.server.address import require_free
from filiform.clinic.server.application import ClinicServer
from filiform.errors import FiliformError

STATIC_DIGEST = ".digest"


class Command(BaseCommand):
    help = "Start the clinic's web server."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=min(4, os.cpu_count() or 1))
        parser.add_argument("--demo", action="store_true")
        parser.add_argument("--reset", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._prepare(options)
        except FiliformError as error:
            self.stderr.write(f"filiform: {error}")
            sys.exit(2)
        except KeyboardInterrupt:
            self.stderr.write("filiform: stopped before it was ready; start it again to go on.")
            sys.exit(130)
        if not settings.PRODUCTION and options["host"] not in settings.ALLOWED_HOSTS:
            settings.ALLOWED_HOSTS.append(options["host"])
        self._announce(options)
        connections.close_all()
        # gunicorn reads sys.argv; the clinic's own words are not for it.
        sys.argv = sys.argv[:1]
        ClinicServer(host=options["host"], port=options["port"], workers=options["workers"]).run()

    def _prepare(self, options: dict[str, Any]) -> None:
        require_free(options["host"], options["port"])
        check_database()
        self._migrate()
        if options["demo"]:
            call_command("make_demo", reset=options["reset"], stdout=self.stdout)
        self._collect_static()

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            self._say(f"Database: applying {len(plan)} migrations …")
            call_command("migrate", interactive=False, verbosity=0)

    def _collect_static(self) -> None:
        """Gather the static files once for each state of their sources."""
        root = Path(settings.STATIC_ROOT)
        digest = _static_digest()
        mark = root / STATIC_DIGEST
        if mark.exists() and mark.read_text(encoding="utf-8") == digest:
            return
        self._say("Pages: gathering styles, scripts and charts …")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        mark.write_text(digest, encoding="utf-8")

    def _announce(self, options: dict[str, Any]) -> None:
        address = f"http://{options['host']}:{options['port']}"
        self._say(f"\nFiliform is at {address}\n")
        if options["demo"]:
            sign_ins = queries.demo_sign_ins()
            width = max((len(sign_in.email) for sign_in in sign_ins), default=0)
            self._say("Demo sign-ins (every person and record is fictional):")
            for sign_in in sign_ins:
                self._say(f"  {sign_in.email:<{width}}  {sign_in.password}  {sign_in.role}")
        self._say("\nStop it with Ctrl-C.")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _static_digest() -> str:
    total = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            source = Path(storage.path(path))
            state = source.stat()
            total.update(f"{source}:{state.st_size}:{state.st_mtime_ns}\n".encode())
    return total.hexdigest()
