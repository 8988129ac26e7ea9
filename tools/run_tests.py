"""Everything CI runs, stage after stage, with one table of counts at the end."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tools import postgres

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
REPORTS = ROOT / "var" / "reports"
REQUIRE_ALL = "FILIFORM_REQUIRE_ALL"
"""Set by CI: there a stage that the machine cannot run is a failure, not a skip."""
CHROMIUM_INSTALL = "apt-get install chromium"
UNIT = "not browser and not server and not soak and not body and not spark"
WITHOUT_CORE = tuple(
    f"--ignore=tests/{room}"
    for room in ("atlas", "body", "care", "evidence", "localise", "outcomes", "safety")
)
"""The rooms of the core may not know Django, so no database can make a difference to them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one stage ended."""

    stage: str
    passed: int
    failed: int
    skipped: int
    seconds: float
    note: str = ""


Sink = IO[str] | None
"""Where a stage writes; None for this terminal."""
Run = Callable[[str, Sink], Outcome]


@dataclass(frozen=True, slots=True)
class Stage:
    """A name and what it runs."""

    name: str
    run: Run

    def outcomes(self) -> list[Outcome]:
        print(f"\n── {self.name}", flush=True)
        return [self.run(self.name, None)]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Stages that keep one processor busy each: as many at a time as there are processors."""

    stages: tuple[Stage, ...]

    def outcomes(self) -> list[Outcome]:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(self._told, self.stages))

    @staticmethod
    def _told(stage: Stage) -> Outcome:
        """Run a stage, and tell in one piece what it had to say."""
        with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
            outcome = stage.run(stage.name, said)
            said.seek(0)
            print(f"\n── {stage.name}\n{said.read()}", end="", flush=True)
        return outcome


def main() -> int:
    """Run the stages asked for; the status is 0 only if none failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("which", choices=["check", "test", "soak"])
    which = parser.parse_args().which
    REPORTS.mkdir(parents=True, exist_ok=True)
    stages: list[Stage | SideBySide] = {"check": CHECK, "test": CHECK + REST, "soak": SOAK}[which]
    outcomes: list[Outcome] = []
    for stage in stages:
        outcomes += stage.outcomes()
    return _summary(outcomes)


def _summary(outcomes: list[Outcome]) -> int:
    strict = bool(os.environ.get(REQUIRE_ALL))
    print(f"\n{'stage':<34}{'passed':>8}{'failed':>8}{'skipped':>9}{'seconds':>9}")
    for outcome in outcomes:
        print(
            f"{outcome.stage:<34}{outcome.passed:>8}{outcome.failed:>8}{outcome.skipped:>9}"
            f"{outcome.seconds:>9.1f}  {outcome.note}"
        )
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes)
    skipped = sum(outcome.skipped for outcome in outcomes)
    if strict and skipped:
        print(f"{REQUIRE_ALL} is set: a skipped test counts as failed here.")
        failed, skipped = failed + skipped, 0
    print(f"\n{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


def _command(*words: str) -> Run:
    def run(name: str, sink: Sink) -> Outcome:
        began = time.monotonic()
        status = _status(words, _environment(), sink)
        failed = int(status != 0)
        return Outcome(name, 1 - failed, failed, 0, time.monotonic() - began)

    return run


def _pytest(
    marker: str, *words: str, database_url: str | None = None, parallel: bool = True
) -> Run:
    def run(name: str, sink: Sink) -> Outcome:
        report = REPORTS / f"{name.replace(' ', '-').replace(',', '')}.xml"
        report.unlink(missing_ok=True)
        environment = _environment()
        if database_url is not None:
            environment["DATABASE_URL"] = database_url
        command = [str(BIN / "python"), "-m", "pytest", "-q", "-m", marker, *words]
        command += ["-n", str(os.cpu_count() or 1)] if parallel else []
        began = time.monotonic()
        command.append(f"--junitxml={report}")
        _status(command, environment, sink)
        return _read_report(name, report, time.monotonic() - began)

    return run


def _vitest(name: str, sink: Sink) -> Outcome:
    report = REPORTS / "islands.xml"
    report.unlink(missing_ok=True)
    began = time.monotonic()
    words = ["npm", "test", "--silent", "--", "--reporter=default", "--reporter=junit"]
    _status([*words, f"--outputFile.junit={report}"], _environment(), sink)
    return _read_report(name, report, time.monotonic() - began)


def _read_report(name: str, report: Path, seconds: float) -> Outcome:
    """Count a JUnit report; no report, or one without a test, is a failure."""
    if not report.exists():
        return Outcome(name, 0, 1, 0, seconds, "no report: it did not start")
    suites = ET.parse(report).getroot().iter("testsuite")  # noqa: S314 - written by our own run
    tests = failed = skipped = 0
    for suite in suites:
        tests += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
    if not tests:
        return Outcome(name, 0, 1, 0, seconds, "not one test ran")
    return Outcome(name, tests - failed - skipped, failed, skipped, seconds)


def _on_postgresql(marker: str, *words: str, parallel: bool = True) -> Run:
    def run(name: str, sink: Sink) -> Outcome:
        try:
            with postgres.running_postgres() as url:
                return _pytest(marker, *words, database_url=url, parallel=parallel)(name, sink)
        except postgres.PostgresMissingError as missing:
            print(missing, file=sink)
            return Outcome(name, 0, 0, 1, 0.0, f"SKIPPED: {missing}")

    return run


def _in_chromium(tests: str, *, postgresql: bool = False) -> Run:
    on_database = _on_postgresql if postgresql else _pytest
    # Each worker has a server, a demo clinic and a browser of its own.
    play = on_database("browser and not soak and not pictures", tests, parallel=not postgresql)

    def run(name: str, sink: Sink) -> Outcome:
        if shutil.which("chromium") is None:
            missing = f"Chromium is not installed; run: {CHROMIUM_INSTALL}"
            print(missing, file=sink)
            return Outcome(name, 0, 0, 1, 0.0, f"SKIPPED: {missing}")
        return play(name, sink)

    return run


def _body_rebuilt(name: str, sink: Sink) -> Outcome:
    """Build the surface anew from the published mesh, and compare it with what is committed."""
    began = time.monotonic()
    python = str(BIN / "python")
    install = ["-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes"]
    commands = [
        [python, *install, "-r", "requirements/body.txt"],
        [python, "-m", "tools.body.surface", "--to", str(ROOT / "var" / "body")],
    ]
    for command in commands:
        if _status(command, _environment(), sink):
            return Outcome(name, 0, 1, 0, time.monotonic() - began, " ".join(command[1:4]))
    return _pytest("body", "tests/tools", parallel=False)(name, sink)


def _status(words: Sequence[str], environment: dict[str, str], sink: Sink) -> int:
    errors = None if sink is None else subprocess.STDOUT
    return subprocess.run(
        words, cwd=ROOT, env=environment, stdout=sink, stderr=errors, check=False
    ).returncode


def _environment() -> dict[str, str]:
    """Put this checkout's programs first, so that a Node brought by setup is found."""
    with_node = shutil.which("node") is not None
    path = os.environ.get("PATH", "")
    order = (path, str(BIN)) if with_node else (str(BIN), path)
    return dict(os.environ) | {"PATH": os.pathsep.join(order), "PYTHONPATH": str(ROOT)}


CHECK: list[Stage | SideBySide] = [
    SideBySide(
        (
            Stage("types", _command(str(BIN / "mypy"))),
            Stage("front-end types", _command("npm", "run", "--silent", "check")),
            Stage("contracts", _command(str(BIN / "lint-imports"))),
            Stage("lint", _command(str(BIN / "ruff"), "check", "--quiet", ".")),
            Stage("format", _command(str(BIN / "ruff"), "format", "--check", "--quiet", ".")),
        )
    ),
    Stage("front-end tests", _vitest),
    Stage("unit tests, SQLite", _pytest(f"{UNIT} and not long")),
]
REST: list[Stage | SideBySide] = [
    Stage("longer unit tests, SQLite", _pytest(f"{UNIT} and long")),
    Stage("unit tests, PostgreSQL", _on_postgresql(UNIT, *WITHOUT_CORE)),
    SideBySide(
        (
            Stage(
                "server tests, SQLite",
                _pytest("server and not soak", "tests/server", parallel=False),
            ),
            Stage(
                "server tests, PostgreSQL",
                _on_postgresql("server and not soak", "tests/server", parallel=False),
            ),
        )
    ),
    Stage("browser tests", _in_chromium("tests/browser")),
    SideBySide(
        (
            Stage("body, rebuilt", _body_rebuilt),
            Stage(
                "browser journey, PostgreSQL",
                _in_chromium("tests/browser/test_journey.py", postgresql=True),
            ),
            Stage(
                "core alone, from the wheel",
                _command(str(BIN / "python"), "-m", "tools.wheel_alone"),
            ),
        )
    ),
]
SOAK: list[Stage | SideBySide] = [
    Stage("soak, SQLite", _pytest("soak", parallel=False)),
    Stage("soak, PostgreSQL", _on_postgresql("soak", parallel=False)),
]

if __name__ == "__main__":
    sys.exit(main())
