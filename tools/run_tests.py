"""Everything CI runs, stage after stage, with one table of counts at the end."""

import argparse
import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools import postgres

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
REPORTS = ROOT / "var" / "reports"
REQUIRE_ALL = "FILIFORM_REQUIRE_ALL"
"""Set by CI: there a stage that the machine cannot run is a failure, not a skip."""
CHROMIUM_INSTALL = "apt-get install chromium"
UNIT = "not browser and not server and not soak and not body and not spark"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one stage ended."""

    stage: str
    passed: int
    failed: int
    skipped: int
    seconds: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A name and what it runs."""

    name: str
    run: Callable[[str], Outcome]


def main() -> int:
    """Run the stages asked for; the status is 0 only if none failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("which", choices=["check", "test", "soak"])
    which = parser.parse_args().which
    REPORTS.mkdir(parents=True, exist_ok=True)
    stages = {"check": CHECK, "test": CHECK + REST, "soak": SOAK}[which]
    outcomes = []
    for stage in stages:
        print(f"\n── {stage.name}", flush=True)
        outcomes.append(stage.run(stage.name))
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


def _command(*words: str) -> Callable[[str], Outcome]:
    def run(name: str) -> Outcome:
        began = time.monotonic()
        status = subprocess.run(words, cwd=ROOT, env=_environment(), check=False).returncode
        failed = int(status != 0)
        return Outcome(name, 1 - failed, failed, 0, time.monotonic() - began)

    return run


def _pytest(
    marker: str, *words: str, database_url: str | None = None, parallel: bool = True
) -> Callable[[str], Outcome]:
    def run(name: str) -> Outcome:
        report = REPORTS / f"{name.replace(' ', '-').replace(',', '')}.xml"
        report.unlink(missing_ok=True)
        environment = _environment()
        if database_url is not None:
            environment["DATABASE_URL"] = database_url
        command = [str(BIN / "python"), "-m", "pytest", "-q", "-m", marker, *words]
        command += ["-n", str(os.cpu_count() or 1)] if parallel else []
        began = time.monotonic()
        command.append(f"--junitxml={report}")
        subprocess.run(command, cwd=ROOT, env=environment, check=False)
        return _read_report(name, report, time.monotonic() - began)

    return run


def _vitest(name: str) -> Outcome:
    report = REPORTS / "islands.xml"
    report.unlink(missing_ok=True)
    began = time.monotonic()
    words = ["npm", "test", "--silent", "--", "--reporter=default", "--reporter=junit"]
    subprocess.run(
        [*words, f"--outputFile.junit={report}"], cwd=ROOT, env=_environment(), check=False
    )
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


def _on_postgresql(marker: str, *words: str, parallel: bool = True) -> Callable[[str], Outcome]:
    def run(name: str) -> Outcome:
        try:
            with postgres.running_postgres() as url:
                return _pytest(marker, *words, database_url=url, parallel=parallel)(name)
        except postgres.PostgresMissingError as missing:
            print(missing)
            return Outcome(name, 0, 0, 1, 0.0, f"SKIPPED: {missing}")

    return run


def _in_chromium(tests: str, *, postgresql: bool = False) -> Callable[[str], Outcome]:
    on_database = _on_postgresql if postgresql else _pytest
    # Each worker has a server, a demo clinic and a browser of its own.
    play = on_database("browser and not soak and not pictures", tests, parallel=not postgresql)

    def run(name: str) -> Outcome:
        if shutil.which("chromium") is None:
            missing = f"Chromium is not installed; run: {CHROMIUM_INSTALL}"
            print(missing)
            return Outcome(name, 0, 0, 1, 0.0, f"SKIPPED: {missing}")
        return play(name)

    return run


def _body_rebuilt(name: str) -> Outcome:
    """Build the surface anew from the published mesh, and compare it with what is committed."""
    began = time.monotonic()
    python = str(BIN / "python")
    install = ["-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes"]
    commands = [
        [python, *install, "-r", "requirements/body.txt"],
        [python, "-m", "tools.body.surface", "--to", str(ROOT / "var" / "body")],
    ]
    for command in commands:
        if subprocess.run(command, cwd=ROOT, env=_environment(), check=False).returncode:
            return Outcome(name, 0, 1, 0, time.monotonic() - began, " ".join(command[1:4]))
    return _pytest("body", "tests/tools", parallel=False)(name)


def _environment() -> dict[str, str]:
    """Put this checkout's programs first, so that a Node brought by setup is found."""
    with_node = shutil.which("node") is not None
    path = os.environ.get("PATH", "")
    order = (path, str(BIN)) if with_node else (str(BIN), path)
    return dict(os.environ) | {"PATH": os.pathsep.join(order), "PYTHONPATH": str(ROOT)}


CHECK = [
    Stage("lint", _command(str(BIN / "ruff"), "check", "--quiet", ".")),
    Stage("format", _command(str(BIN / "ruff"), "format", "--check", "--quiet", ".")),
    Stage("types", _command(str(BIN / "mypy"))),
    Stage("contracts", _command(str(BIN / "lint-imports"))),
    Stage("front-end types", _command("npm", "run", "--silent", "check")),
    Stage("front-end tests", _vitest),
    Stage("unit tests, SQLite", _pytest(f"{UNIT} and not long")),
]
REST = [
    Stage("longer unit tests, SQLite", _pytest(f"{UNIT} and long")),
    Stage("whole suite, PostgreSQL", _on_postgresql(UNIT)),
    Stage("server tests, SQLite", _pytest("server and not soak", "tests/server", parallel=False)),
    Stage(
        "server tests, PostgreSQL",
        _on_postgresql("server and not soak", "tests/server", parallel=False),
    ),
    Stage("browser tests", _in_chromium("tests/browser")),
    Stage(
        "browser journey, PostgreSQL",
        _in_chromium("tests/browser/test_journey.py", postgresql=True),
    ),
    Stage("body, rebuilt", _body_rebuilt),
    Stage("core alone, from the wheel", _command(str(BIN / "python"), "-m", "tools.wheel_alone")),
]
SOAK = [
    Stage("soak, SQLite", _pytest("soak", parallel=False)),
    Stage("soak, PostgreSQL", _on_postgresql("soak", parallel=False)),
]

if __name__ == "__main__":
    sys.exit(main())
