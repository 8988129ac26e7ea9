"""``filiform localise --batch``: one case a line, one answer a line, in the same order."""

import os
import sys
import time
from pathlib import Path
from typing import TextIO

from filiform.errors import FiliformError
from filiform.localise.batch import answer_lines

STANDARD_INPUT = "-"
BETWEEN_REPORTS_S = 0.5
BAR_WIDTH = 30


class UnreadableBatchError(FiliformError, OSError):
    """The file of cases cannot be read."""


def run_batch(name: str, *, top: int, workers: int | None) -> int:
    """Answer every line of a file, streaming; return 2 if any could not be answered."""
    total = None if name == STANDARD_INPUT else _size(name)
    stream = sys.stdin if name == STANDARD_INPUT else _opened(name)
    progress = _Progress(total, quiet=not sys.stderr.isatty())
    failed = done = 0
    with stream:
        lines = progress.counting(stream)
        for answer in answer_lines(lines, top=top, workers=workers or os.cpu_count() or 1):
            print(answer)
            done += 1
            failed += '"error":' in answer and _is_refusal(answer)
            progress.show(done)
    progress.finish(done, failed)
    return 2 if failed else 0


def _is_refusal(answer: str) -> bool:
    """Whether an answer is an error and no ranking; a ranking has an ``error`` too, a number."""
    return '"ranking":' not in answer


def _size(name: str) -> int:
    try:
        return Path(name).stat().st_size
    except OSError as error:
        raise UnreadableBatchError(f"{name}: {error.strerror or error}.") from None


def _opened(name: str) -> TextIO:
    try:
        return Path(name).open(encoding="utf-8", errors="replace")
    except OSError as error:
        raise UnreadableBatchError(f"{name}: {error.strerror or error}.") from None


class _Progress:
    """A line on the terminal that says how far it is; nothing where nobody looks."""

    def __init__(self, total_bytes: int | None, *, quiet: bool) -> None:
        self.total_bytes = total_bytes
        self.quiet = quiet
        self.read_bytes = 0
        self.started_s = self.shown_s = time.monotonic()

    def counting(self, stream: TextIO) -> "_Counted":
        """Return the lines of a stream, counted as they are read."""
        return _Counted(self, stream)

    def show(self, done: int) -> None:
        """Say how far it is, now and then."""
        now_s = time.monotonic()
        if self.quiet or now_s - self.shown_s < BETWEEN_REPORTS_S:
            return
        self.shown_s = now_s
        rate = done / (now_s - self.started_s)
        share = self.read_bytes / self.total_bytes if self.total_bytes else None
        bar = (
            "" if share is None else f"[{'#' * int(share * BAR_WIDTH):<{BAR_WIDTH}}] {share:.0%}  "
        )
        print(f"\r{bar}{done} cases, {rate:.0f} a second ", end="", file=sys.stderr, flush=True)

    def finish(self, done: int, failed: int) -> None:
        """Say what was done in all."""
        seconds = time.monotonic() - self.started_s
        if not self.quiet:
            print("\r\033[K", end="", file=sys.stderr)
        refused = f", {failed} could not be answered" if failed else ""
        print(f"{done} cases in {seconds:.1f} s{refused}.", file=sys.stderr)


class _Counted:
    def __init__(self, progress: _Progress, stream: TextIO) -> None:
        self.progress = progress
        self.stream = stream

    def __iter__(self) -> "_Counted":
        return self

    def __next__(self) -> str:
        line = next(self.stream)
        self.progress.read_bytes += len(line.encode())
        return line
