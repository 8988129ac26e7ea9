"""Which state of the rules judged: one digest over all packaged rule files."""

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

DIGITS = 12


@cache
def rules_version() -> str:
    """Return a digest of every rule file of this room; any change of content changes it."""
    digest = hashlib.sha256()
    for name, content in sorted(_contents(files("filiform.safety") / "data", "")):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:DIGITS]


def _contents(folder: Traversable, at: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        name = f"{at}{entry.name}"
        if entry.is_dir():
            found += _contents(entry, f"{name}/")
        elif name.endswith(".toml"):
            found.append((name, entry.read_bytes()))
    return found
