"""What an installation keeps and is told: its state folder, its secret key, its idle limit."""

import os
import secrets
from pathlib import Path

from filiform.errors import FiliformError

SECRET_FILE = "secret-key"  # noqa: S105 - a file name
CHECKOUT_MARK = "pyproject.toml"
LONGEST_IDLE_MINUTES = 24 * 60
SMALLEST_GROUP = 10
"""A count of fewer people than this is never shown; it may be raised and not lowered."""


class IdleLimitError(FiliformError, ValueError):
    """``FILIFORM_IDLE_MINUTES`` is not a usable number of minutes."""


class GroupSizeError(FiliformError, ValueError):
    """``FILIFORM_SMALLEST_GROUP`` is not a usable number of patients."""


class StateFolderError(FiliformError, OSError):
    """The state folder cannot be made or written."""


def state_folder(environment: "os._Environ[str]") -> Path:
    """Return the folder named by ``FILIFORM_STATE``; the first file kept in it makes it.

    Without it: ``var`` in a checkout, else the user's own state folder.
    """
    named = environment.get("FILIFORM_STATE")
    if named:
        return Path(named).absolute()
    checkout = Path(__file__).resolve().parents[3]
    if (checkout / CHECKOUT_MARK).exists():
        return checkout / "var"
    base = environment.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(base) / "filiform"


def local_secret_key(state: Path) -> str:
    """Return the secret key of this installation, made once and readable by its owner only.

    Raises
    ------
    StateFolderError
        If the key cannot be read or kept there.
    """
    try:
        return _read_or_make(state)
    except OSError as error:
        raise StateFolderError(
            f"the state folder {state} cannot be used ({error.strerror}); "
            "set FILIFORM_STATE to a folder of yours."
        ) from None


def _read_or_make(state: Path) -> str:
    path = state / SECRET_FILE
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        pass
    state.mkdir(parents=True, exist_ok=True)
    draft = state / f".{SECRET_FILE}.{secrets.token_hex(8)}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50))
    try:
        # A hard link fails if another process was first; then its key is the key.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii")


def idle_minutes(text: str) -> int:
    """Return after how many minutes without a request a sign-in ends.

    Raises
    ------
    IdleLimitError
        If it is not a whole number from 1 to a day.
    """
    if not text.isdecimal() or not 1 <= int(text) <= LONGEST_IDLE_MINUTES:
        raise IdleLimitError(
            f"FILIFORM_IDLE_MINUTES is {text!r}; "
            f"a whole number from 1 to {LONGEST_IDLE_MINUTES} is expected."
        )
    return int(text)


def smallest_group(text: str) -> int:
    """Return below how many patients a count is not shown.

    Raises
    ------
    GroupSizeError
        If it is not a whole number from 10 on; fewer would show single people.
    """
    if not text.isdecimal() or int(text) < SMALLEST_GROUP:
        raise GroupSizeError(
            f"FILIFORM_SMALLEST_GROUP is {text!r}; "
            f"a whole number from {SMALLEST_GROUP} on is expected."
        )
    return int(text)
