"""``python -m filiform.clinic make_demo``: the fictional clinics, made once."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from filiform.clinic.demo import actions
from filiform.clinic.demo.errors import DemoRefusedError

STEP = 12


class Command(BaseCommand):
    help = "Make the demo clinics: fictional staff and patients over two years."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--reset", action="store_true", help="throw the demo's records away and make them anew"
        )
        parser.add_argument(
            "--yes", action="store_true", help="reset outside `filiform demo` as well"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["reset"] and not (settings.DEMO or options["yes"]):
            raise DemoRefusedError(
                "--reset throws all records of this database away; add --yes if it is the demo's."
            )
        made = actions.make_demo(reset=options["reset"], progress=self._show)
        if made:
            self.stdout.write("Demo clinic: ready.")

    def _show(self, done: int, of: int) -> None:
        """Show progress: one line that counts on a terminal, a few lines elsewhere."""
        text = f"Demo clinic: {done} of {of} patients …"
        if self.stdout.isatty():
            self.stdout.write(f"\r{text}", ending="\n" if done == of else "")
        elif done % STEP == 0 or done == of:
            self.stdout.write(text)
        self.stdout.flush()
