"""On what a figure was measured."""

import os
import platform
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
