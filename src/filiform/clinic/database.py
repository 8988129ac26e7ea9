"""Which database the clinic uses, and whether it answers."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from filiform.errors import FiliformError

POSTGRESQL_SCHEMES = ("postgresql", "postgres")
SQLITE_FILE = "filiform.sqlite3"
BUSY_TIMEOUT_S = 20
CONNECT_TIMEOUT_S = 5


class DatabaseSettingError(FiliformError, ValueError):
    """``DATABASE_URL`` cannot be understood."""


class DatabaseUnreachableError(FiliformError, ConnectionError):
    """The database named by ``DATABASE_URL`` does not answer, or refuses."""


def database_settings(url: str | None, state: Path) -> dict[str, Any]:
    """Return Django's settings for a ``DATABASE_URL``; SQLite in ``state`` if there is none.

    Raises
    ------
    DatabaseSettingError
        If the address cannot be understood; the message shows it without its password.
    """
    if not url:
        return _sqlite(str(state / SQLITE_FILE))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise DatabaseSettingError(
            "DATABASE_URL has a port that is not a number; " + _EXPECTED
        ) from None
    if parts.scheme == "sqlite":
        return _sqlite(_sqlite_path(parts.netloc, parts.path))
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in POSTGRESQL_SCHEMES or not parts.hostname or not name:
        raise DatabaseSettingError(f"DATABASE_URL is {_without_password(url)!r}; " + _EXPECTED)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname,
        "PORT": port or 5432,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": CONNECT_TIMEOUT_S},
    }


_EXPECTED = (
    "postgresql://user:password@host:5432/name is expected, or sqlite:////path/to/file, "
    "or nothing for SQLite in the state folder."
)


def _sqlite(path: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": BUSY_TIMEOUT_S,
            # A deferred transaction that turns into a write can fail at once however long the
            # timeout is; an immediate one waits for its turn.
            "transaction_mode": "IMMEDIATE",
            # FULL flushes the log at each commit: with NORMAL a power cut could take back a site
            # that the tablet already shows as saved.
            "init_command": (
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
            ),
        },
        "TEST": {"NAME": None},
    }


def _sqlite_path(host: str, path: str) -> str:
    if host or not path.strip("/"):
        raise DatabaseSettingError(
            "DATABASE_URL names no file; four slashes are expected: sqlite:////path/to/file"
        )
    return unquote(path[1:] if path.startswith("//") else path.lstrip("/"))


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    if "@" not in parts.netloc:
        return url
    user = parts.netloc.rpartition("@")[0].partition(":")[0]
    return parts._replace(netloc=f"{user}:***@{parts.netloc.rpartition('@')[2]}").geturl()


def check_database() -> str:
    """Ask the database for one answer and return what it is.

    Raises
    ------
    DatabaseUnreachableError
        If it does not answer, refuses the user, or its folder cannot be written.
    """
    from django.db import connection
    from django.db.utils import Error

    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        _require_writable_folder(Path(str(settings["NAME"])))
        where = str(settings["NAME"])
    else:
        where = f"{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        reason = (str(error).strip().splitlines() or ["no reason given"])[0]
        raise DatabaseUnreachableError(
            f"the database at {where} does not answer: {reason}. Start it, or correct DATABASE_URL."
        ) from None
    return f"{connection.display_name} at {where}"


def _require_writable_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with (path if path.exists() else path.parent / ".writable").open("ab"):
            pass
        (path.parent / ".writable").unlink(missing_ok=True)
    except OSError as error:
        raise DatabaseUnreachableError(
            f"{path} cannot be written ({error.strerror}); "
            "set FILIFORM_STATE or DATABASE_URL to a folder of yours."
        ) from None
