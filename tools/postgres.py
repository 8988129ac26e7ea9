"""A private PostgreSQL server for tests: its own data folder, socket and port, gone afterwards."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path


class PostgresMissingError(Exception):
    """PostgreSQL's server programs are not installed."""


INSTALL = "apt-get install postgresql"


def find_programs() -> Path | None:
    """Return the folder that holds ``initdb`` and ``postgres``, newest release first."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    candidates = [*folders, *([Path(on_path).parent] if on_path else [])]
    return next((folder for folder in candidates if (folder / "initdb").exists()), None)


@contextlib.contextmanager
def running_postgres() -> Iterator[str]:
    """Start a server and yield its ``DATABASE_URL``; stop and delete it on leaving.

    Raises
    ------
    PostgresMissingError
        If the server programs are not installed.
    """
    programs = find_programs()
    if programs is None:
        raise PostgresMissingError(f"PostgreSQL is not installed; run: {INSTALL}")
    folder = Path(tempfile.mkdtemp(prefix="filiform-pg-"))
    # PostgreSQL refuses to run as root; the Debian package brings a user for it.
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres", "postgres")
    cluster = folder / "cluster"
    port = _free_port()
    control = [*as_user, str(programs / "pg_ctl"), "-D", str(cluster), "-w"]
    settings = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=60"
    try:
        initdb = [str(programs / "initdb"), "-A", "trust", "-U", "filiform", "-E", "UTF8"]
        _run([*as_user, *initdb, "--no-sync", "-D", str(cluster)])
        _run([*control, "-l", str(folder / "log"), "-o", settings, "start"])
        _run([str(programs / "createdb"), *_address(port), "filiform"])
        yield f"postgresql://filiform@127.0.0.1:{port}/filiform"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], capture_output=True, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


def _address(port: int) -> list[str]:
    return ["-h", "127.0.0.1", "-p", str(port), "-U", "filiform"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
