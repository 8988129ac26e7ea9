"""Many cases, one line each: the same answer on one core, on many, and on any cluster."""

import json
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from itertools import islice

from filiform.atlas import Atlas, load_atlas
from filiform.errors import FiliformError, MalformedInputError
from filiform.localise.answer import localisation_as_json
from filiform.localise.case_json import parse_case
from filiform.localise.rank import rank_trigger_points
from filiform.localise.solver import Solver, fastest_solver

LINES_AT_ONCE = 200
"""Lines a worker takes at a time: few enough to stream, many enough not to wait for each other."""
CHUNKS_WAITING = 4
"""Chunks in flight for each worker, so that memory stays flat however long the input is."""
LONGEST_LINE = 1_048_576


def answer_lines(lines: Iterable[str], *, top: int, workers: int = 1) -> Iterator[str]:
    """Answer JSON lines one by one, in their order.

    Each line is a case in the public format, perhaps with an ``id`` that is handed back. A line
    that cannot be answered gives ``{"id", "error"}`` and does not stop the others.

    Parameters
    ----------
    lines
        Read as they are needed, never all at once.
    top
        Trigger points to keep of each ranking.
    workers
        Processes; 1 stays in this one. The answers are the same, bit for bit.

    Returns
    -------
    Iterator[str]
        One JSON text for each line, without a line break.
    """
    chunks = _chunks(lines)
    if workers == 1:
        for chunk in chunks:
            yield from answer_chunk(chunk, top)
        return
    with ProcessPoolExecutor(workers) as pool:
        waiting: deque[Future[list[str]]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(answer_chunk, chunk, top))
            if len(waiting) >= CHUNKS_WAITING * workers:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def answer_chunk(lines: list[str], top: int) -> list[str]:
    """Answer some lines; the function that a worker of any engine runs."""
    return [answer_line(line, top=top) for line in lines]


def answer_line(line: str, *, top: int) -> str:
    """Answer one line; see :func:`answer_lines`."""
    case_id: object = None
    try:
        document = _decoded(line)
        case_id = document.pop("id", None)
        atlas, solver = _at_hand()
        case = parse_case(document, atlas=atlas)
        answer = localisation_as_json(rank_trigger_points(case, atlas, solver=solver, top=top))
    except FiliformError as error:
        answer = {"error": str(error)}
    return json.dumps({"id": case_id, **answer}, ensure_ascii=False, separators=(",", ":"))


@cache
def _at_hand() -> tuple[Atlas, Solver]:
    """Return what every case needs, loaded once in each worker."""
    return load_atlas(), fastest_solver()


def _decoded(line: str) -> dict[str, object]:
    if len(line) > LONGEST_LINE:
        raise MalformedInputError(f"line: longer than {LONGEST_LINE} characters.")
    try:
        document = json.loads(line)
    except (ValueError, RecursionError):
        raise MalformedInputError("line: not JSON.") from None
    if not isinstance(document, dict):
        raise MalformedInputError("line: expected one JSON object.")
    return document


def _chunks(lines: Iterable[str]) -> Iterator[list[str]]:
    written = (line for line in lines if line.strip())
    while chunk := list(islice(written, LINES_AT_ONCE)):
        yield chunk
