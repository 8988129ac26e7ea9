"""``filiform serve`` and ``filiform demo``: start the clinic in this process.

The clinic is the other shell; this one starts it by name and never imports it.
"""

import argparse
import importlib.util
import os
import sys

from filiform.errors import FiliformError


class ClinicNotInstalledError(FiliformError, ImportError):
    """The clinic's own dependencies are missing from this environment."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``serve`` and ``demo``."""
    serve = subparsers.add_parser("serve", help="start the clinic's web server")
    _add_address(serve)
    serve.set_defaults(run=lambda arguments: _start("serve", arguments))
    demo = subparsers.add_parser("demo", help="start it with a fictional demo clinic")
    _add_address(demo)
    demo.add_argument(
        "--reset", action="store_true", help="throw the demo data away and make it anew"
    )
    demo.set_defaults(run=lambda arguments: _start("demo", arguments))


def _add_address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (%(default)s)")


def _start(command: str, arguments: argparse.Namespace) -> int:
    """Replace this process by the server, so that Ctrl-C and signals reach it directly."""
    if importlib.util.find_spec("django") is None:
        raise ClinicNotInstalledError(
            "the clinic is not installed here; run: pip install 'filiform[clinic]'"
        )
    command_line = [sys.executable, "-m", "filiform.clinic", "serve"]
    command_line += ["--host", arguments.host, "--port", str(arguments.port)]
    if command == "demo":
        command_line.append("--demo")
        if arguments.reset:
            command_line.append("--reset")
    sys.stdout.flush()
    os.execv(sys.executable, command_line)  # noqa: S606 - our own interpreter, no shell
