"""Build the wheel; refuse one without the front end, the charts or the migrations."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REQUIRED = (
    "filiform/clinic/static/islands/islands.js",
    "filiform/clinic/static/islands/htmx.min.js",
    "filiform/clinic/templates/base.html",
    "filiform/clinic/locale/de/LC_MESSAGES/django.mo",
    "filiform/clinic/locale/es/LC_MESSAGES/django.mo",
    "filiform/body/data/charts/front.svg",
    "filiform/atlas/data/muscles/infraspinatus.toml",
    "filiform/clinic/patients/migrations/0001_initial.py",
    "filiform/py.typed",
)


class IncompleteWheelError(Exception):
    """The wheel lacks a file that its user needs; the message names it."""


def build(folder: Path) -> Path:
    """Build into ``folder`` and return the wheel's path.

    Raises
    ------
    IncompleteWheelError
        If one of the files that a user needs is not inside.
    """
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    wheel = max(folder.glob("filiform-*.whl"), key=lambda path: path.stat().st_mtime)
    names = set(zipfile.ZipFile(wheel).namelist())
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise IncompleteWheelError(f"{wheel.name} lacks {', '.join(missing)}; run: make setup")
    return wheel


if __name__ == "__main__":
    try:
        print(build(ROOT / "dist"))
    except IncompleteWheelError as error:
        sys.exit(f"wheel: {error}")
