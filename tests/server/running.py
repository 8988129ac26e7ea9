"""A real Filiform server in a process group of its own, and a browser-like client for it."""

import contextlib
import http.client
import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

START_LIMIT_S = 90.0


@dataclass(slots=True)
class RunningServer:
    """One server process group over one state folder; it can be killed and started again."""

    state: Path
    port: int
    environment: dict[str, str]
    demo: bool = False
    host: str = "127.0.0.1"
    process: subprocess.Popen[bytes] | None = None
    log: Path = field(init=False)

    def __post_init__(self) -> None:
        self.log = self.state / "server.log"

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}"

    def start(self) -> None:
        command = [sys.executable, "-m", "filiform.clinic", "serve", "--port", str(self.port)]
        command += ["--host", self.host, *(["--demo"] * self.demo)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self.environment,
                start_new_session=True,
            )
        self._wait_until_it_answers()

    def _wait_until_it_answers(self) -> None:
        assert self.process is not None
        deadline = time.monotonic() + START_LIMIT_S
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended at once:\n{self.printed()[-2000:]}")
            with contextlib.suppress(OSError, http.client.HTTPException):
                urllib.request.urlopen(f"{self.address}/health/", timeout=2).close()  # noqa: S310
                return
            time.sleep(0.03)
        raise AssertionError(f"no answer in {START_LIMIT_S} s:\n{self.printed()[-2000:]}")

    def kill(self) -> None:
        """End every process of the server at once, as a power cut would (SIGKILL)."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def interrupt(self) -> int:
        """Press Ctrl-C and return the exit status."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(timeout=30)

    def printed(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


@contextlib.contextmanager
def server(
    state: Path, *, demo: bool = False, host: str = "127.0.0.1", **settings: str
) -> Iterator[RunningServer]:
    """Start a server over ``state`` and kill whatever is left of it at the end."""
    environment = dict(os.environ) | {"FILIFORM_STATE": str(state)} | settings
    environment.pop("PYTEST_CURRENT_TEST", None)
    running = RunningServer(
        state=state, port=free_port(), environment=environment, demo=demo, host=host
    )
    try:
        running.start()
        yield running
    finally:
        if running.process is not None and running.process.poll() is None:
            running.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Visitor:
    """A signed-in client: keeps cookies, sends the CSRF token, follows redirects."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.jar = http.cookiejar.CookieJar()
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar)).open

    def get(self, path: str) -> tuple[int, str]:
        return self._ask(urllib.request.Request(self.address + path))  # noqa: S310

    def post(self, path: str, form: dict[str, str], **more: str) -> tuple[int, str]:
        """Send a form; ``more`` are further headers, with ``_`` for ``-``."""
        body = urllib.parse.urlencode(form).encode()
        headers = {"X-CSRFToken": self._token(), "Referer": self.address + path}
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        return self._ask(urllib.request.Request(self.address + path, body, headers))  # noqa: S310

    def sign_in(self, email: str, password: str) -> None:
        _, page = self.get("/accounts/login/")
        assert re.search(r'name="login"', page), "no sign-in form"
        status, page = self.post("/accounts/login/", {"login": email, "password": password})
        assert status == 200, page[:500]
        assert 'name="password"' not in page, "the sign-in was refused"

    def _token(self) -> str:
        return next((c.value or "" for c in self.jar if c.name.endswith("csrftoken")), "")

    def _ask(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self._open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")
