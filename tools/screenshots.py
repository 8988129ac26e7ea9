"""Retake the screenshots of README and docs: browser tests take them, on demo data."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Play the journey, body, figures, brush, film, lines and ranking into ``docs/images``."""
    folder = ROOT / "docs" / "images"
    environment = dict(os.environ) | {"FILIFORM_SCREENSHOTS": str(folder)}
    command = [sys.executable, "-m", "pytest", "-q", "-m", "browser"]
    command += ["tests/browser/test_journey.py", "tests/browser/test_body3d.py"]
    command += ["tests/browser/test_chart_brush.py", "tests/browser/test_body_pictures.py"]
    command += ["tests/browser/test_drawings_over_time.py", "tests/browser/test_muscle_lines.py"]
    command += ["tests/browser/test_ranking.py"]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
