"""``python -m filiform.clinic COMMAND``: Django's commands, with errors in one line."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from filiform.errors import FiliformError


def main() -> int:
    """Run one command of the clinic."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filiform.clinic.settings")
    if sys.argv[1:2] == ["serve"]:
        os.environ["FILIFORM_SERVING"] = "1"
        if "--demo" in sys.argv:
            os.environ["FILIFORM_DEMO"] = "1"
    try:
        execute_from_command_line(["python -m filiform.clinic", *sys.argv[1:]])
    except (FiliformError, ImproperlyConfigured) as error:
        print(f"filiform: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
