"""Lock the dependencies: one file a purpose, versions and hashes, no download address."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS: dict[str, list[str]] = {
    "clinic.txt": ["pyproject.toml", "--extra", "clinic"],
    "dev.txt": ["pyproject.toml", "--extra", "clinic", "--extra", "fast", "--group", "dev"],
    "body.txt": ["--group", "body", "-c", "requirements/dev.txt"],
    "build.txt": ["requirements/build.in", "-c", "requirements/dev.txt"],
    "node.txt": ["requirements/node.in"],
}


def main() -> int:
    """Compile each lock file; words given to this command (``--upgrade``) go to the compiler."""
    for name, words in LOCKS.items():
        command = [str(ROOT / ".venv/bin/uv"), "pip", "compile", *words, "--quiet"]
        command += ["--universal", "--generate-hashes", "--no-header", "--no-emit-index-url"]
        command += ["--no-emit-find-links", "--python-version", "3.11"]
        command += ["-o", f"requirements/{name}", *sys.argv[1:]]
        status = subprocess.run(command, cwd=ROOT, check=False).returncode
        if status:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
