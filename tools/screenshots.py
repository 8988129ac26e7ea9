"""Retake the screenshots of README and docs: the journey of the browser tests, on demo data."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Play the journey and let it write into ``docs/images``."""
    folder = ROOT / "docs" / "images"
    environment = dict(os.environ) | {"FILIFORM_SCREENSHOTS": str(folder)}
    command = [sys.executable, "-m", "pytest", "-q", "-m", "browser"]
    command.append("tests/browser/test_journey.py")
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
