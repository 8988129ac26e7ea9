"""The address to listen on, tried before anything slow begins."""

import socket

from filiform.errors import FiliformError

HIGHEST_PORT = 65535


class AddressError(FiliformError, OSError):
    """The server cannot listen on the address asked for."""


def require_free(host: str, port: int) -> None:
    """Return if the address can be listened on.

    Raises
    ------
    AddressError
        If the port is out of range, taken, reserved, or the host is not this machine's.
    """
    if not 1 <= port <= HIGHEST_PORT:
        raise AddressError(f"port {port} came, a number from 1 to {HIGHEST_PORT} is expected.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except PermissionError:
        raise AddressError(
            f"port {port} is reserved for the system administrator; try --port 8001."
        ) from None
    except socket.gaierror:
        raise AddressError(
            f"host {host!r} is unknown; use 127.0.0.1 for this machine alone, 0.0.0.0 for all."
        ) from None
    except OSError as error:
        raise AddressError(
            f"{host}:{port} cannot be used ({error.strerror}); another Filiform may be running. "
            f"Stop it, or choose another port with --port {port % HIGHEST_PORT + 1}."
        ) from None
