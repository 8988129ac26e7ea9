"""Entry point of the ``filiform`` command."""

import argparse
import os
import sys
from collections.abc import Sequence

from filiform import __version__
from filiform.cli import atlas, doctor, evidence, judge, localise, serve
from filiform.errors import FiliformError

EXIT_BROKEN_INPUT = 2
EXIT_INTERRUPTED = 130
COMMANDS = (serve, localise, judge, atlas, evidence, doctor)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with every command; the documentation test walks it."""
    parser = argparse.ArgumentParser(
        prog="filiform",
        description="Deep dry needling, from painted pain to measured change.",
        epilog="Run 'filiform COMMAND --help' for one command.",
    )
    parser.add_argument("--version", action="version", version=f"filiform {__version__}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add_parser(subparsers)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    A broken input ends with one line on standard error and status 2, never with a traceback.
    """
    arguments = build_parser().parse_args(argv)
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
    except FiliformError as error:
        print(f"filiform: {error}", file=sys.stderr)
        return EXIT_BROKEN_INPUT
    except KeyboardInterrupt:
        print("filiform: stopped.", file=sys.stderr)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has seen enough; keep the interpreter from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


if __name__ == "__main__":
    sys.exit(main())
