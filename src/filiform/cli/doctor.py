"""``filiform doctor``: what is installed, what is missing, what to do."""

import argparse
import importlib.metadata
import importlib.util
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal

from filiform import __version__

State = Literal["ok", "optional", "missing"]
SIGN_BY_STATE: dict[State, str] = {"ok": "ok  ", "optional": "–   ", "missing": "MISS"}
OLDEST_SQLITE = (3, 37)
"""The first release with STRICT tables and the JSON functions that the clinic uses."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: its name, how it stands, what was seen, what to do about it."""

    name: str
    state: State
    seen: str
    remedy: str = ""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``doctor``."""
    parser = subparsers.add_parser("doctor", help="say what is installed, missing, and what to do")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--port", type=int, default=8000, help="the port to look at (%(default)s)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print every check; the status is 1 if something needed is missing."""
    checks = examine(port=arguments.port)
    if arguments.json:
        print(json.dumps({"version": __version__, "checks": [asdict(c) for c in checks]}, indent=2))
    else:
        print(f"filiform {__version__}")
        for check in checks:
            print(f"  {SIGN_BY_STATE[check.state]} {check.name}: {check.seen}")
            if check.remedy:
                print(f"         → {check.remedy}")
    return 1 if any(check.state == "missing" for check in checks) else 0


def examine(*, port: int) -> tuple[Check, ...]:
    """Look at everything that a running Filiform needs or can use."""
    looks: tuple[Callable[[], Check], ...] = (
        _python,
        _clinic,
        _charts,
        _islands,
        _sqlite,
        _database,
        lambda: _port(port),
        _state_folder,
        _node,
        _chromium,
        _postgresql,
    )
    return tuple(look() for look in looks)


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return Check("Python", "ok", f"{version} at {sys.executable}")


def _clinic() -> Check:
    try:
        django = importlib.metadata.version("django")
    except importlib.metadata.PackageNotFoundError:
        return Check("Clinic", "missing", "not installed", "run: pip install 'filiform[clinic]'")
    return Check("Clinic", "ok", f"Django {django}")


def _charts() -> Check:
    folder = files("filiform.body") / "data" / "charts"
    count = sum(entry.name.endswith(".svg") for entry in folder.iterdir()) if folder.is_dir() else 0
    if not count:
        return Check("Body charts", "missing", "none in the package", "reinstall filiform")
    return Check("Body charts", "ok", f"{count} views")


def _islands() -> Check:
    bundle = files("filiform") / "clinic" / "static" / "islands" / "islands.js"
    if not bundle.is_file():
        return Check("Front end", "missing", "not built", "run in the checkout: make setup")
    return Check("Front end", "ok", "built")


def _sqlite() -> Check:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        return Check(
            "SQLite",
            "missing",
            sqlite3.sqlite_version,
            "use a Python whose SQLite is 3.37 or newer, or set DATABASE_URL to PostgreSQL",
        )
    return Check("SQLite", "ok", sqlite3.sqlite_version)


def _database() -> Check:
    """Ask the clinic itself, in its own process, whether its database answers."""
    if importlib.util.find_spec("django") is None:
        return Check("Database", "missing", "the clinic is not installed")
    answer = subprocess.run(
        [sys.executable, "-m", "filiform.clinic", "check_database"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if answer.returncode:
        lines = answer.stderr.strip().splitlines() or ["no answer"]
        return Check("Database", "missing", lines[-1], "correct DATABASE_URL or start the server")
    return Check("Database", "ok", answer.stdout.strip())


def _port(port: int) -> Check:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return Check(
                f"Port {port}",
                "optional",
                "in use (perhaps by Filiform itself)",
                "choose another: filiform serve --port 8001",
            )
    return Check(f"Port {port}", "ok", "free")


def _state_folder() -> Check:
    folder = Path(os.environ.get("FILIFORM_STATE", "var")).absolute()
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    if not os.access(nearest, os.W_OK):
        return Check(
            "State folder",
            "missing",
            f"{folder} cannot be written",
            "set FILIFORM_STATE to a folder of yours",
        )
    return Check("State folder", "ok", str(folder))


def _node() -> Check:
    return _tool(
        "Node", "node", "only builds the front end; make setup brings its own if it is missing"
    )


def _chromium() -> Check:
    return _tool("Chromium", "chromium", "only for the browser tests: apt-get install chromium")


def _postgresql() -> Check:
    remedy = "only for sites that choose it, and for its tests: apt-get install postgresql"
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if versions:
        return Check("PostgreSQL", "ok", str(versions[-1]))
    return _tool("PostgreSQL", "postgres", remedy)


def _tool(name: str, program: str, remedy: str) -> Check:
    path = shutil.which(program)
    if path is None:
        return Check(name, "optional", "not found", remedy)
    return Check(name, "ok", path)
