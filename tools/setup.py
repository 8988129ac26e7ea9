"""Prepare this checkout: Python environment, Node if it is missing, front end.

Runs on the machine's own Python with nothing installed, so it uses the standard library alone.
Each step leaves a digest of what it was made from; a second run does only what has changed.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMP = VENV / "filiform-setup.json"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20
ISLANDS = ROOT / "src/filiform/clinic/islands"
BUNDLE = ROOT / "src/filiform/clinic/static/islands/islands.js"


class SetupError(Exception):
    """Something the machine lacks; the message names the command that brings it."""


def main() -> int:
    """Run the steps that are due."""
    parser = argparse.ArgumentParser(description="Prepare this checkout.")
    parser.add_argument("--dev", action="store_true", help="with everything that tests need")
    arguments = parser.parse_args()
    try:
        prepare(dev=arguments.dev)
    except SetupError as error:
        print(f"setup: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nsetup: stopped; run the same command again to go on.", file=sys.stderr)
        return 130
    return 0


def prepare(*, dev: bool) -> None:
    """Bring environment, packages and front end up to date."""
    done = _read_stamp()
    _python_environment(done, dev=dev)
    node = _node(done)
    _front_end(done, node)


def _python_environment(done: dict[str, str], *, dev: bool) -> None:
    if sys.version_info < OLDEST_PYTHON:
        raise SetupError(
            f"Python {sys.version.split()[0]} came, 3.11 or newer is needed; "
            "name another one with: make PYTHON=/path/to/python3.11"
        )
    locks = [ROOT / "requirements/build.txt", ROOT / "requirements/clinic.txt"]
    locks += [ROOT / "requirements/dev.txt"] * dev
    key = "dev" if dev else "clinic"
    digest = _digest([*locks, ROOT / "pyproject.toml"], extra=sys.version)
    if done.get(key) == digest and (VENV / "bin/filiform").exists():
        return
    if not (VENV / "bin/pip").exists():
        _step("Python environment", [sys.executable, "-m", "venv", str(VENV)], hint=_venv_hint())
    pip = [str(VENV / "bin/python"), "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    requirements = [word for lock in locks for word in ("-r", str(lock))]
    _step("Python packages", [*pip, "--require-hashes", *requirements])
    _step("Filiform itself", [*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)])
    _write_stamp(done, key, digest)


def _venv_hint() -> str:
    return (
        "this Python cannot make virtual environments; "
        "on Debian run: apt-get install python3-venv   then repeat the command"
    )


def _node(done: dict[str, str]) -> dict[str, str]:
    """Return the environment in which ``node`` and ``npm`` are found."""
    if _node_is_recent(os.environ.get("PATH", "")):
        return dict(os.environ)
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    lock = ROOT / "requirements/node.txt"
    digest = _digest([lock])
    if done.get("node") != digest or not (VENV / "bin/node").exists():
        pip = [str(VENV / "bin/python"), "-m", "pip", "--disable-pip-version-check", "install"]
        _step("Node (for the front end only)", [*pip, "-q", "--require-hashes", "-r", str(lock)])
        _write_stamp(done, "node", digest)
    return dict(os.environ) | {"PATH": path}


def _node_is_recent(path: str) -> bool:
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if node is None or npm is None:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    version = re.match(r"v(\d+)\.", answer.stdout)
    return version is not None and int(version[1]) >= OLDEST_NODE


def _front_end(done: dict[str, str], environment: dict[str, str]) -> None:
    lock = ROOT / "package-lock.json"
    packages = _digest([lock, ROOT / "package.json"])
    if done.get("packages") != packages or not (ROOT / "node_modules").is_dir():
        _step("Front-end packages", ["npm", "ci", "--no-audit", "--no-fund"], env=environment)
        _write_stamp(done, "packages", packages)
    sources = sorted(path for path in ISLANDS.rglob("*") if path.is_file())
    digest = _digest([lock, ROOT / "tsconfig.json", *sources])
    if done.get("front end") != digest or not BUNDLE.is_file():
        _step("Front end", ["npm", "run", "--silent", "build"], env=environment)
        _write_stamp(done, "front end", digest)


def _step(
    name: str, command: list[str], *, env: dict[str, str] | None = None, hint: str = ""
) -> None:
    """Run one command quietly, with its elapsed time; show its output only if it fails."""
    began = time.monotonic()
    live = sys.stdout.isatty()
    print(f"  {name} …", end="" if live else "\n", flush=True)
    log = ROOT / "var" / "setup.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("w+", encoding="utf-8", errors="replace") as output:
        program = shutil.which(command[0], path=(env or os.environ).get("PATH")) or command[0]
        process = subprocess.Popen(
            [program, *command[1:]], cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT
        )
        while process.poll() is None:
            time.sleep(0.2)
            if live:
                print(f"\r  {name} … {time.monotonic() - began:.0f} s", end="", flush=True)
        seconds = time.monotonic() - began
        if process.returncode:
            output.seek(0)
            print(file=sys.stderr)
            sys.stderr.write(output.read()[-4000:])
            raise SetupError(hint or f"{name} failed; the lines above say why.")
    print(f"\r  {name}: done in {seconds:.0f} s" if live else f"  {name}: done in {seconds:.0f} s")


def _digest(paths: Iterable[Path], *, extra: str = "") -> str:
    total = hashlib.sha256(extra.encode())
    for path in paths:
        total.update(str(path.relative_to(ROOT)).encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def _read_stamp() -> dict[str, str]:
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp


def _write_stamp(done: dict[str, str], key: str, digest: str) -> None:
    done[key] = digest
    STAMP.write_text(json.dumps(done, indent=1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
