"""Install the wheel without any extra and use it: the core needs NumPy and nothing else."""

import importlib.metadata
import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from tools.wheel import build

DRAWING = {
    "marks": [
        {"area": "shoulder_anterior", "side": "right", "intensity": 6, "quality": ["aching"]},
        {"area": "arm_anterior_upper", "side": "right", "intensity": 4, "quality": ["aching"]},
    ]
}


def main() -> int:
    """Try the two core commands and the refusal of the clinic that is not there."""
    with tempfile.TemporaryDirectory(prefix="filiform-wheel-") as name:
        folder = Path(name)
        wheel = build(folder)
        venv.create(folder / "env", with_pip=True)
        bin_folder = folder / "env" / "bin"
        numpy = f"numpy=={importlib.metadata.version('numpy')}"
        pip = [str(bin_folder / "pip"), "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, numpy], check=True)
        subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
        program = str(bin_folder / "filiform")
        _expect(_run([program, "atlas", "check"], folder), 0, "213 trigger points")
        drawing = folder / "drawing.json"
        drawing.write_text(json.dumps(DRAWING), encoding="utf-8")
        _expect(_run([program, "localise", str(drawing), "--json"], folder), 0, '"exact"')
        _expect(_run([program, "serve"], folder), 2, "pip install 'filiform[clinic]'")
    print("the wheel alone: atlas check, localise and the refusal of serve behave")
    return 0


def _run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def _expect(answer: subprocess.CompletedProcess[str], status: int, text: str) -> None:
    printed = answer.stdout + answer.stderr
    if answer.returncode != status or text not in printed:
        sys.exit(
            f"{answer.args}: status {answer.returncode}, expected {status} with {text!r}\n{printed}"
        )


if __name__ == "__main__":
    sys.exit(main())
