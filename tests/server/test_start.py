"""Starting and stopping the real server, and what it says when it cannot start."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.server.running import RunningServer, Visitor, free_port, server

pytestmark = pytest.mark.server


def start_in_vain(state: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = dict(os.environ) | {"FILIFORM_STATE": str(state)} | settings
    return subprocess.run(
        [sys.executable, "-m", "filiform.cli.main", "serve", *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def require_one_clear_line(answer: subprocess.CompletedProcess[str], words: str) -> None:
    assert answer.returncode != 0
    assert "Traceback" not in answer.stderr + answer.stdout
    assert words in answer.stderr
    assert answer.stderr.startswith("filiform: ")


def test_a_busy_port_is_named_with_the_way_out(running: RunningServer, tmp_path: Path) -> None:
    answer = start_in_vain(tmp_path / "other", "--port", str(running.port))

    require_one_clear_line(answer, f"another port with --port {running.port + 1}")


@pytest.mark.parametrize("port", ["0", "70000"])
def test_a_port_that_cannot_be_is_refused(tmp_path: Path, port: str) -> None:
    require_one_clear_line(start_in_vain(tmp_path, "--port", port), "a number from 1 to 65535")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://user:secret@host/name", "postgresql://user:password@host:5432/name"),
        ("postgresql://host", "is expected"),
        ("postgresql://user:secret@127.0.0.1:notaport/name", "not a number"),
        ("postgresql://user:secret@127.0.0.1:9/name", "does not answer"),
        ("nonsense", "is expected"),
        ("sqlite:////proc/nowhere/file", "cannot be written"),
    ],
)
def test_a_wrong_database_url_is_one_line_without_the_password(
    tmp_path: Path, url: str, words: str
) -> None:
    answer = start_in_vain(tmp_path, "--port", str(free_port()), DATABASE_URL=url)

    require_one_clear_line(answer, words)
    assert "secret" not in answer.stderr


def test_production_refuses_to_start_without_its_own_secret(tmp_path: Path) -> None:
    answer = start_in_vain(tmp_path, "--port", str(free_port()), FILIFORM_ENV="production")

    require_one_clear_line(answer, "FILIFORM_SECRET_KEY")


def test_ctrl_c_stops_it_cleanly_and_the_data_stay(tmp_path: Path) -> None:
    with server(tmp_path) as first:
        status = first.interrupt()
        printed = first.printed()
        key = (tmp_path / "secret-key").read_text(encoding="ascii")

        began = time.monotonic()
        first.start()
        seconds = time.monotonic() - began

    assert status == 0
    assert "Traceback" not in printed
    assert (tmp_path / "secret-key").read_text(encoding="ascii") == key
    assert seconds < 30


def test_the_log_holds_no_token_and_no_name(running: RunningServer) -> None:
    Visitor(running.address).get("/p/a-secret-token/")
    Visitor(running.address).post("/p/a-secret-token/", {})
    os.killpg(running.process.pid if running.process else 0, signal.SIGINT)
    assert running.process is not None
    running.process.wait(timeout=30)

    assert "a-secret-token" not in running.printed()


def test_the_pages_name_no_other_host(running: RunningServer) -> None:
    _, page = Visitor(running.address).get("/styleguide/")

    assert re.findall(r'(?:src|href|action)="(https?:)?//[^"]*"', page) == []


def test_another_address_of_this_machine_is_served_when_it_is_named(tmp_path: Path) -> None:
    with server(tmp_path, host="127.0.0.2") as running:
        status, page = Visitor(running.address).get("/accounts/login/")

    assert status == 200
    assert "Sign in" in page
