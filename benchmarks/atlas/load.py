"""How long the atlas takes to load, cold and from its cache: ``python benchmarks/atlas/load.py``.

Each figure is one fresh process that has imported its modules already.
"""

import os
import platform
import statistics
import subprocess
import sys
import tempfile

RUNS = 15
PROGRAM = """
import time
from filiform.atlas import load_atlas
began = time.perf_counter()
load_atlas()
print((time.perf_counter() - began) * 1000)
"""


def load_ms(cache_folder: str) -> float:
    """Return how long one process took to load, in milliseconds."""
    environment = dict(os.environ) | {"XDG_CACHE_HOME": cache_folder}
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True
    )
    return float(answer.stdout)


def main() -> None:
    """Print the table."""
    cold, warm = [], []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            cold.append(load_ms(folder))
            warm.append(load_ms(folder))
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{'atlas':<12}{'median ms':>10}{'worst ms':>10}{'wanted ms':>11}")
    for name, times, wanted in (("cold", cold, 150), ("from cache", warm, 20)):
        print(f"{name:<12}{statistics.median(times):>10.1f}{max(times):>10.1f}{wanted:>11}")


if __name__ == "__main__":
    main()
