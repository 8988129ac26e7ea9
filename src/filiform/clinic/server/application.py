"""gunicorn, set up in code, serving the clinic's WSGI application."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication

THREADS = 8
"""Requests are short and mostly wait for the database or the network, so threads do."""
GRACE_S = 10


class ClinicServer(BaseApplication):  # type: ignore[misc]
    """Serve the clinic until it is told to stop."""

    def __init__(self, *, host: str, port: int, workers: int) -> None:
        self._options: dict[str, Any] = {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "workers": workers,
            "threads": THREADS,
            "worker_class": "gthread",
            "graceful_timeout": GRACE_S,
            "timeout": 60,
            "proc_name": "filiform",
            # Request lines could hold a one-time token; the clinic keeps its own redacted log.
            "accesslog": None,
            "loglevel": os.environ.get("FILIFORM_LOG_LEVEL", "warning").lower(),
            "limit_request_line": 4094,
            "preload_app": True,
            "control_socket_disable": True,
        }
        super().__init__()

    def load_config(self) -> None:
        """Hand the options to gunicorn."""
        for name, setting in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, setting)

    def load(self) -> Any:
        """Return the WSGI application."""
        return get_wsgi_application()
