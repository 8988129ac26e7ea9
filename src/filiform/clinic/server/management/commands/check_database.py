"""``python -m filiform.clinic check_database``: one line on the database."""

from typing import Any

from django.core.management.base import BaseCommand

from filiform.clinic.database import check_database


class Command(BaseCommand):
    help = "Say which database is used and whether it answers."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(check_database())
