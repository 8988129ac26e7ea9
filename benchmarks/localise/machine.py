"""On what a figure was measured."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def machine() -> str:
    """Name the processor as the system does, its cores and how busy it was."""
    name = platform.processor() or platform.machine()
    cpu_file = Path("/proc/cpuinfo")
    if cpu_file.exists():
        for line in cpu_file.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                name = line.partition(":")[2].strip()
    return f"{name}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


def heading(*packages: str) -> str:
    """Name machine, Python and the versions of some packages, in one line."""
    versions = [f"{package} {version_of(package)}" for package in packages]
    return "; ".join((machine(), f"Python {platform.python_version()}", *versions))


def version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
