"""``python -m filiform.clinic COMMAND``: Django's commands, with errors in one line."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db.utils import OperationalError

from filiform.clinic.database import check_database
from filiform.errors import FiliformError


def main() -> int:
    """Run one command of the clinic."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filiform.clinic.settings")
    if sys.argv[1:2] == ["serve"]:
        os.environ["FILIFORM_SERVING"] = "1"
        if "--demo" in sys.argv:
            os.environ["FILIFORM_DEMO"] = "1"
    try:
        _execute(sys.argv[1:])
    except (FiliformError, ImproperlyConfigured) as error:
        print(f"filiform: {error}", file=sys.stderr)
        return 2
    return 0


def _execute(words: list[str]) -> None:
    """Run Django's command; a database that does not answer is said in one line."""
    try:
        execute_from_command_line(["python -m filiform.clinic", *words])
    except OperationalError:
        check_database()
        raise  # the database answers, so this is something else


if __name__ == "__main__":
    sys.exit(main())
