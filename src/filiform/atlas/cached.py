"""Tables of checked pages, kept in one file between processes.

JSON, because reading it runs no code. The file is an aid and never an authority: when its key does
not fit, when it is damaged, or when the folder cannot be written, the pages are read anew.
"""

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from filiform import __version__

CACHE_FORM = 2
"""Raised whenever the file itself is laid out in another way."""

Tables = Mapping[str, Mapping[str, Any]]


def cache_file() -> Path | None:
    """Return where the tables are kept, in ``XDG_CACHE_HOME`` or ``~/.cache``; None if nowhere."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    # The XDG rules ignore a relative path: it would scatter caches over working folders.
    if Path(base).is_absolute():
        return Path(base) / "filiform" / "atlas.json"
    try:
        return Path.home() / ".cache" / "filiform" / "atlas.json"
    except RuntimeError:
        return None


def digest_of(texts: Iterable[tuple[str, bytes]]) -> str:
    """Return the SHA-256 of named texts, in hexadecimal; any change of content changes it."""
    total = sha256()
    for name, text in texts:
        total.update(f"{name} {len(text)}\n".encode())
        total.update(text)
    return total.hexdigest()


def cache_key(digest: str) -> str:
    """Return what a cache must carry to be used: form, version of the package, content."""
    return f"{CACHE_FORM} {__version__} {digest}"


def cached_tables(path: Path, key: str) -> Tables | None:
    """Return the stored tables if they are whole and carry the key."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        if head.decode() != f"{key} {sha256(body).hexdigest()}":
            return None
        tables: Tables = json.loads(body)
    except (OSError, ValueError):
        return None
    return tables


def store_tables(path: Path, key: str, tables: Tables) -> None:
    """Write the tables so that a reader finds the old file or the new one, never a part of it."""
    body = json.dumps(tables, separators=(",", ":")).encode()
    head = f"{key} {sha256(body).hexdigest()}\n".encode()
    draft: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            draft = Path(file.name)
            file.write(head + body)
        draft.replace(path)
    except OSError:
        if draft is not None:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
