"""Which arithmetic answers: NumPy always, machine code where it is installed and asked for."""

from importlib.util import find_spec
from typing import Protocol

from filiform.localise import frontier
from filiform.localise.problem import Posterior, Problem


class Solver(Protocol):
    """Solve a problem exactly, or raise :class:`FrontierTooWideError`."""

    def __call__(self, problem: Problem, *, widest: int) -> Posterior:
        """Return what the findings of a problem say, with at most ``widest`` of them open."""


def plain_solver() -> Solver:
    """Return the NumPy arithmetic: no warm-up, about a millisecond for a usual drawing."""
    return frontier.solve


def has_machine_code() -> bool:
    """Whether the extra ``filiform[fast]`` is installed."""
    return find_spec("numba") is not None


def fastest_solver() -> Solver:
    """Return machine code if it is installed, else NumPy.

    The first call on a machine compiles for about half a minute and keeps the result; worth it for
    many cases, not for one.
    """
    if not has_machine_code():
        return plain_solver()
    from filiform.localise import compiled

    return compiled.solve
