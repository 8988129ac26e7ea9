"""A wrong setting or an unwritable folder is one clear line and status 2, never a traceback."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from filiform.clinic.state import (
    SECRET_FILE,
    IdleLimitError,
    StateFolderError,
    idle_minutes,
    local_secret_key,
    state_folder,
)


def _run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-m", "filiform.clinic", *words],
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def _assert_one_clear_line(done: subprocess.CompletedProcess[str]) -> None:
    lines = done.stderr.splitlines()
    assert done.returncode == 2, done.stderr
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("filiform: ")


def test_a_database_that_does_not_answer_is_said_in_one_line(tmp_path: Path) -> None:
    url = "postgresql://filiform:hush@127.0.0.1:1/filiform"

    done = _run("migrate", DATABASE_URL=url, FILIFORM_STATE=str(tmp_path))

    _assert_one_clear_line(done)
    assert "127.0.0.1:1/filiform does not answer" in done.stderr
    assert "hush" not in done.stderr


def test_a_wrong_database_address_is_shown_without_its_password(tmp_path: Path) -> None:
    done = _run("check", DATABASE_URL="mysql://a:hush@b/c", FILIFORM_STATE=str(tmp_path))

    _assert_one_clear_line(done)
    assert "mysql://a:***@b/c" in done.stderr
    assert "postgresql://user:password@host:5432/name is expected" in done.stderr


def test_a_state_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")

    done = _run("check", FILIFORM_STATE=str(tmp_path / "state"))

    _assert_one_clear_line(done)
    assert str(tmp_path / "state") in done.stderr
    assert "FILIFORM_STATE" in done.stderr


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"FILIFORM_SECRET_KEY": "s" * 60},
        {"FILIFORM_ALLOWED_HOSTS": "clinic.example.test"},
        {"FILIFORM_SECRET_KEY": "short", "FILIFORM_ALLOWED_HOSTS": "clinic.example.test"},
    ],
)
def test_production_does_not_start_on_defaults(tmp_path: Path, given: dict[str, str]) -> None:
    done = _run("check", FILIFORM_ENV="production", FILIFORM_STATE=str(tmp_path), **given)

    _assert_one_clear_line(done)
    assert "FILIFORM_SECRET_KEY" in done.stderr


def test_production_passes_the_checks_of_django_for_deployment(tmp_path: Path) -> None:
    done = _run(
        "check",
        "--deploy",
        "--fail-level",
        "INFO",
        FILIFORM_ENV="production",
        FILIFORM_STATE=str(tmp_path),
        FILIFORM_ALLOWED_HOSTS="clinic.example.test",
        FILIFORM_SECRET_KEY="bdfhjlnprtvxz-24680-acegikmoqsuwy-13579-BDFHJLNPRTVXZ",
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_migrations_are_complete(tmp_path: Path) -> None:
    done = _run("makemigrations", "--check", "--dry-run", FILIFORM_STATE=str(tmp_path))

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_secret_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    state = tmp_path / "new" / "state"

    with ThreadPoolExecutor(1) as first, ThreadPoolExecutor(1) as second:
        keys = {
            run.result() for run in [p.submit(local_secret_key, state) for p in (first, second)]
        }

    assert len(keys) == 1
    assert len(keys.pop()) >= 50
    assert stat.S_IMODE((state / SECRET_FILE).stat().st_mode) == 0o600


def test_a_secret_key_that_cannot_be_kept_is_a_named_error(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")

    with pytest.raises(StateFolderError, match="set FILIFORM_STATE"):
        local_secret_key(tmp_path / "state")


def test_the_state_lies_where_it_is_told_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FILIFORM_STATE", str(tmp_path))

    assert state_folder(os.environ) == tmp_path


@pytest.mark.parametrize("text", ["", "0", "-5", "1.5", "an hour", "1441"])
def test_an_idle_limit_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(IdleLimitError, match="whole number from 1 to 1440"):
        idle_minutes(text)
